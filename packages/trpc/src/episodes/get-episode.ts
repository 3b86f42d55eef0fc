import { notFound } from "@retake/core/errors";
import type { WorkspaceAccess } from "../actor.ts";
import type { CatalogueEpisode } from "../catalogue/types.ts";
import type { Services } from "../context.ts";

/** @throws AppError `not_found`, for hidden and foreign episodes alike */
export async function getEpisode(
  { catalogue }: Pick<Services, "catalogue">,
  workspace: WorkspaceAccess,
  sessionId: string,
): Promise<CatalogueEpisode> {
  const { id } = workspace;
  const episode = catalogue.held(id, sessionId) ?? (await catalogue.episode(id, sessionId));
  if (episode === null) throw notFound(`The episode “${sessionId}”`);
  return episode;
}
