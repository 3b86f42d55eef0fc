import { router } from "../../trpc.ts";
import { create } from "./create.ts";
import { list } from "./list.ts";
import { ofEpisode } from "./of-episode.ts";
import { ofEpisodes } from "./of-episodes.ts";
import { progress } from "./progress.ts";
import { remove } from "./remove.ts";
import { watch } from "./watch.ts";

export const assignmentsRouter = router({ create, list, ofEpisode, ofEpisodes, progress, remove, watch });
