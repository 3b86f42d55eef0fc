/** What was sent to one reader and has not been read by it yet. */
export interface Backlog {
  bytes(): number;
  /** Calls `wake` whenever it has become less. @returns how to stop */
  onLess(wake: () => void): () => void;
}
