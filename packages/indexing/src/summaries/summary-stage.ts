import { createModelSummariser, ModelError, type ModelSummariser } from "@retake/ai/openai";
import { createStills, type Stills } from "@retake/media/stills";
import { loadStored } from "../episodes/load-stored.ts";
import { saveRows } from "../episodes/save-rows.ts";
import { refreshEpisode } from "../episodes/understand-episode.ts";
import { summaryStills } from "../pictures/summary-stills.ts";
import type { ModelUse } from "../texts/model-use.ts";
import type { Parts, Pass } from "../types.ts";
import { readBasis, writeBasis } from "../work/basis-sql.ts";
import { loadEpisodes } from "../work/load-episodes.ts";

/** An episode that is being labelled is described again when that has come to rest. */
const REST = "10 minutes";

interface Due {
  id: string;
  wanted: string;
}

/**
 * Has the configured model describe episodes whose facts changed since it last did. Its faults are the episode's problem, but those of the server or the budget end
 * the stage.
 * @returns false when it ended early
 * @throws ModelError (`unavailable`), AppError `rate_limited`
 */
export async function summaryStage(parts: Parts, pass: Pass, use: ModelUse): Promise<boolean> {
  const { apiKey, baseUrl, chatModel } = use.server;
  if (chatModel === null || !use.summaries) return true;
  const summariser = createModelSummariser({ apiKey, baseUrl, model: chatModel, budget: use.budget });
  const due = await findDue(parts, pass.workspaceId, summariser.by);
  const { store, ffmpegPath } = parts;
  const stills = createStills({ derived: store, ffmpegPath });
  try {
    for (const [n, one] of due.entries()) {
      pass.signal.throwIfAborted();
      if (n > 0 && pass.hurried()) return false;
      await describeOne(parts, pass, { summariser, stills, one });
      await pass.tell("summaries", n + 1, due.length);
    }
    return true;
  } finally {
    stills.close();
  }
}

async function findDue({ db }: Parts, workspaceId: string, by: string): Promise<Due[]> {
  const { rows } = await db.pool.query<Due>(
    `select * from (select i."episodeId" as "id", i."basis", i."indexedAt", md5(split_part(i."basis", ';', 1) || split_part(i."basis", ';', 2) || $2) as "wanted"
       from "EpisodeIndex" i where i."workspaceId" = $1) s
     where split_part(s."basis", ';', 4) <> 's:' || s."wanted" and (split_part(s."basis", ';', 4) = 's:' or s."indexedAt" < now() - interval '${REST}')
     order by s."indexedAt" desc, s."id"`,
    [workspaceId, by],
  );
  return rows;
}

async function describeOne(
  parts: Parts,
  pass: Pass,
  { summariser, stills, one }: { summariser: ModelSummariser; stills: Stills; one: Due },
): Promise<void> {
  const { db } = parts;
  const [episode] = await loadEpisodes(db, pass.workspaceId, [one.id]);
  const stored = (await loadStored(db, [one.id])).get(one.id);
  if (episode === undefined || stored === undefined) return;
  let [modelSummary, problem]: [string | null, string | null] = [stored.modelSummary, null];
  try {
    const pictures = await summaryStills({ ...parts, stills }, one.id, episode.meta);
    modelSummary = (await summariser.summarise(stored.facts, pictures, { signal: pass.signal })).text;
  } catch (thrown) {
    if (!(thrown instanceof ModelError) || thrown.fault !== "malformed") throw thrown;
    problem = `The model's summary could not be used: ${thrown.message}`;
    pass.counts.failed += 1;
  }
  const { summary: _, ...others } = stored.problems;
  const problems = problem === null ? others : { ...others, summary: problem };
  const basis = writeBasis({ ...readBasis(stored.basis), summary: one.wanted });
  await db.prisma.episodeIndex.update({
    where: { episodeId: one.id },
    data: { modelSummary, modelBy: modelSummary === null ? null : summariser.by },
  });
  // The mark comes last: a process that dies before it asks the model once more.
  await saveRows(db, pass.workspaceId, [
    refreshEpisode(episode, { ...stored, basis, modelSummary, problems }),
  ]);
  pass.counts.summaries += 1;
}
