import { fieldsOf, tagsOf, threadsOf, type EpisodeDocument } from "@retake/collab/document";
import { createStore, type Store } from "../room/store.ts";

/** Everything of the document besides its annotations, each part with listeners of its own. */
export interface DocumentStores {
  fields: Store<ReturnType<typeof fieldsOf>>;
  tags: Store<ReturnType<typeof tagsOf>>;
  threads: Store<ReturnType<typeof threadsOf>>;
  start: () => () => void;
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function createDocumentStores(document: EpisodeDocument): DocumentStores {
  const fields = createStore(fieldsOf(document), sameJson);
  const tags = createStore(tagsOf(document), sameJson);
  const threads = createStore(threadsOf(document));
  const readFields = (): void => fields.set(fieldsOf(document));
  const readTags = (): void => tags.set(tagsOf(document));
  const readThreads = (): void => threads.set(threadsOf(document));
  const start = (): (() => void) => {
    readFields();
    readTags();
    readThreads();
    document.fields.observe(readFields);
    document.tags.observe(readTags);
    document.threads.observeDeep(readThreads);
    return () => {
      document.fields.unobserve(readFields);
      document.tags.unobserve(readTags);
      document.threads.unobserveDeep(readThreads);
    };
  };
  return { fields, tags, threads, start };
}
