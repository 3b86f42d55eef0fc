import { parseQuery } from "@retake/ai/query";
import { searchVocabulary } from "../../search/search-vocabulary.ts";
import { searchParseInput, searchParseOutput } from "../../schemas/search.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** Chips while somebody types; the first letter typed also starts what the search will wait for. */
export const parse = workspaceProcedure("search.read")
  .input(searchParseInput)
  .output(searchParseOutput)
  .query(async ({ ctx, input }) => {
    ctx.search.warm(ctx.workspace.id);
    const vocabulary = await searchVocabulary(ctx, ctx.workspace.id);
    const { chips, rest } = parseQuery(input.query, vocabulary, ctx.now());
    return { chips, rest };
  });
