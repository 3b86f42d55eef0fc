import { z } from "zod";
import { asPerson } from "../../actor.ts";
import {
  listSavedSearches,
  removeSavedSearch,
  renameSavedSearch,
  saveSearch,
} from "../../search/saved-searches.ts";
import {
  savedListInput,
  savedListOutput,
  savedRemoveInput,
  savedRenameInput,
  savedSaveInput,
} from "../../schemas/search.ts";
import { router, workspaceProcedure } from "../../trpc.ts";

const list = workspaceProcedure("search.read")
  .input(savedListInput)
  .output(savedListOutput)
  .query(async ({ ctx }) => ({ searches: await listSavedSearches(ctx, ctx.workspace) }));

const save = workspaceProcedure("search.save")
  .input(savedSaveInput)
  .output(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => saveSearch(ctx, ctx.workspace, asPerson(ctx.actor).userId, input));

const rename = workspaceProcedure("search.save")
  .input(savedRenameInput)
  .mutation(({ ctx, input }) => renameSavedSearch(ctx, ctx.workspace, input));

const remove = workspaceProcedure("search.save")
  .input(savedRemoveInput)
  .mutation(({ ctx, input }) => removeSavedSearch(ctx, ctx.workspace, input.id));

export const savedRouter = router({ list, save, rename, remove });
