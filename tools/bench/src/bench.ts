import path from "node:path";
import { freePort } from "@retake/db/local-postgres";
import { demandEqual } from "./compare/demand-equal.ts";
import { episodeSource } from "./dataset/episode-source.ts";
import { besideEmpty, type BesideEmpty } from "./measure/beside-empty.ts";
import { createHttpAsk } from "./measure/http-ask.ts";
import { interleave, type Measured, type Turns } from "./measure/interleave.ts";
import { addCopies } from "./ours/add-copies.ts";
import { openHouse, type House } from "./ours/house.ts";
import { openInProcess } from "./ours/in-process.ts";
import { listSessions } from "./ours/list-sessions.ts";
import { readOriginals, type Originals } from "./ours/read-originals.ts";
import type { EpisodeCopy } from "./ours/episode-copy.ts";
import { fillSeed } from "./seed/fill-seed.ts";
import { openSeed } from "./seed/open-seed.ts";
import { spawnServer } from "./spawn-server.ts";

export interface BenchPlan {
  /** Episodes to import through the real importer. */
  imported: number;
  /** Sizes to measure at, growing; beyond `imported` by copies. */
  sizes: readonly ({ episodes: number } & Turns)[];
  /** Of ours and an empty reply; a question costs so little here that there is time to warm up. */
  besideEmpty: Turns;
  /** Episodes whose answers are compared, at each size and on each way. */
  compared: number;
}

export interface SizeResult {
  episodes: number;
  messages: number;
  equalAnswers: number;
  inProcess: Measured;
  http: Measured;
  empty: BesideEmpty;
}

export interface BenchResult {
  data: string;
  sizes: SizeResult[];
}

interface Stage {
  house: House;
  seedFile: string;
  episodes: { sessionId: string; endTime: number }[];
}

const FRONT = path.resolve(import.meta.dirname, "../../../apps/web/streams/main.ts");
const SEED_SERVER = path.resolve(import.meta.dirname, "seed/serve.ts");

/** Runs everything in `scratch`, which the caller removes. */
export async function runBench(
  plan: BenchPlan,
  scratch: string,
  say: (line: string) => void,
): Promise<BenchResult> {
  const source = await episodeSource(scratch, plan.imported);
  const house = await openHouse(path.join(scratch, "house"));
  try {
    say(`importing ${plan.imported} episodes`);
    await house.importFolder(source.folder, plan.imported);
    const originals = await readOriginals(house);
    const sizes: SizeResult[] = [];
    for (const size of plan.sizes) sizes.push(await runSize(plan, size, { house, originals, scratch, say }));
    return { data: source.words, sizes };
  } finally {
    await house.close();
  }
}

async function runSize(
  plan: BenchPlan,
  size: BenchPlan["sizes"][number],
  {
    house,
    originals,
    scratch,
    say,
  }: { house: House; originals: Originals; scratch: string; say: (this: void, line: string) => void },
): Promise<SizeResult> {
  say(`${size.episodes} episodes: filling both`);
  const copies = await addCopies(house, originals, size.episodes);
  const episodes = [...originals.episodes.slice(0, size.episodes), ...copies];
  const seedFile = path.join(scratch, `seed-${size.episodes}.duckdb`);
  const sessions = await fill(house, { episodes, originals, seedFile });
  const stage: Stage = {
    house,
    seedFile,
    episodes: sessions.map(({ session_id, end_time }) => ({ sessionId: session_id, endTime: end_time })),
  };
  say(`${size.episodes} episodes: in process`);
  const inProcess = await measureInProcess(stage, plan, size);
  say(`${size.episodes} episodes: over HTTP`);
  const http = await measureHttp(stage, plan, size);
  return {
    episodes: sessions.length,
    messages: sessions.reduce((sum, session) => sum + session.total_messages, 0),
    equalAnswers: inProcess.equal + http.equal,
    inProcess: inProcess.measured,
    http: http.measured,
    empty: http.empty,
  };
}

async function fill(
  house: House,
  { episodes, originals, seedFile }: { episodes: EpisodeCopy[]; originals: Originals; seedFile: string },
) {
  const ours = openInProcess(house);
  try {
    await ours.ready();
    const sessions = await listSessions(ours.ask);
    await fillSeed(seedFile, { episodes, originals: originals.samples, sessions });
    return sessions;
  } finally {
    await ours.close();
  }
}

interface Outcome {
  equal: number;
  measured: Measured;
}

async function measureInProcess(stage: Stage, plan: BenchPlan, turns: Turns): Promise<Outcome> {
  const ours = openInProcess(stage.house);
  const seed = await openSeed(stage.seedFile);
  try {
    await ours.ready();
    const sides = { ours: ours.ask, seed: seed.ask };
    const equal = await demandEqual(sides, stage.episodes, plan.compared);
    return { equal, measured: await interleave(sides, stage.episodes, turns) };
  } finally {
    seed.close();
    await ours.close();
  }
}

async function measureHttp(
  { house, seedFile, episodes }: Stage,
  plan: BenchPlan,
  turns: Turns,
): Promise<Outcome & { empty: BesideEmpty }> {
  const [frontPort, seedPort] = [await freePort(), await freePort()];
  const front = await spawnServer({
    file: FRONT,
    env: { ...house.env, HOST: "127.0.0.1", PORT: String(frontPort) },
    port: frontPort,
  });
  const seed = await spawnServer({ file: SEED_SERVER, args: [seedFile, String(seedPort)], port: seedPort });
  const ours = createHttpAsk({ port: frontPort, prefix: "/api/v1", token: house.apiToken });
  const theirs = createHttpAsk({ port: seedPort, prefix: "" });
  try {
    const sides = { ours: ours.ask, seed: theirs.ask };
    const equal = await demandEqual(sides, episodes, plan.compared);
    const measured = await interleave(sides, episodes, turns);
    const { ask, askHealth: askEmpty } = ours;
    return { equal, measured, empty: await besideEmpty({ ask, askEmpty }, episodes, plan.besideEmpty) };
  } finally {
    ours.close();
    theirs.close();
    await Promise.all([front.stop(), seed.stop()]);
  }
}
