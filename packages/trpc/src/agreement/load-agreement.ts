import { classesOf, type LabelSchema, type Lane } from "@retake/collab/label-schema";
import { AppError } from "@retake/core/errors";
import type { z } from "zod";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import { countAssignments } from "../assignments/count-assignments.ts";
import type { Services } from "../context.ts";
import { getLabelSchema } from "../labels/label-schemas.ts";
import type { agreementInput, agreementOutput } from "../schemas/agreement.ts";
import { compareDoubles, type Doubles } from "./compare-doubles.ts";
import { loadDoubles, loadLayers } from "./load-doubles.ts";

type Query = Omit<z.infer<typeof agreementInput>, "workspace">;

/**
 * How far people who labelled the same episodes agree on one lane. Kept until an assignment or a label of the workspace changes.
 * @throws AppError `bad_request` for a lane that holds no segments
 */
export async function loadAgreement(
  services: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  actor: Pick<UserActor, "userId">,
  query: Query,
): Promise<z.infer<typeof agreementOutput>> {
  const [{ schema }, { version }] = await Promise.all([
    getLabelSchema(services, workspace),
    countAssignments(services, workspace, actor),
  ]);
  const lanes = comparable(schema);
  const lane = query.lane === undefined ? lanes[0] : lanes.find(({ id }) => id === query.lane);
  if (lane === undefined)
    throw new AppError("bad_request", "This lane has no segments that could be compared.");
  const { toleranceS } = query;
  const key = `agreement ${JSON.stringify([lane.id, toleranceS, version])}`;
  const doubles = await services.catalogue.remember(workspace.id, key, () =>
    compareAll(services, workspace, lane.id, toleranceS),
  );
  return {
    lane: lane.id,
    lanes: lanes.map(({ id, name }) => ({ id, name })),
    classes: classesOf(schema, lane.id).map(({ id, name, colour }) => ({ id, name, colour })),
    toleranceS,
    ...doubles,
  };
}

/** Kappa needs one label a frame, so exclusive lanes only. */
function comparable({ lanes }: LabelSchema): Lane[] {
  return lanes.filter(({ kind, exclusive }) => kind === "segments" && exclusive);
}

async function compareAll(
  services: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  lane: string,
  toleranceS: number,
): Promise<Doubles & { total: number }> {
  const episodes = await loadDoubles(services, workspace);
  const ids = episodes.map(({ id }) => id);
  const layers = await loadLayers(services, ids, lane);
  return { ...(await compareDoubles(episodes, layers, toleranceS)), total: episodes[0]?.total ?? 0 };
}
