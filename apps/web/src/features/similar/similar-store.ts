import { createStore, type Store } from "../labels/room/store.ts";
import type { SimilarBy } from "../search/ask.ts";

/** A part of one dimension of a signal; seconds from the episode's start. */
export interface Stretch {
  topic: string;
  dim: number;
  from: number;
  to: number;
}

/** What others are compared with on the page of an episode. */
export interface SimilarState {
  what: "episode" | "stretch";
  by: SimilarBy;
  /** Null: none was chosen. */
  stretch: Stretch | null;
  /** Whether only the shape of the stretch counts, at whatever height and size. */
  shapeOnly: boolean;
  /** Whether only the episode's own dataset is looked through. */
  inDataset: boolean;
  /** Raised when somebody wants to see it. */
  asked: number;
}

export interface SimilarStore extends Store<SimilarState> {
  change: (change: Partial<SimilarState>) => void;
  /** Looks for a stretch elsewhere; null: shows how to choose one. */
  find: (stretch: Stretch | null) => void;
}

export function createSimilarStore(): SimilarStore {
  const store = createStore<SimilarState>({
    what: "episode",
    by: "all",
    stretch: null,
    shapeOnly: true,
    inDataset: false,
    asked: 0,
  });
  const change = (some: Partial<SimilarState>): void => store.set({ ...store.get(), ...some });
  return {
    ...store,
    change,
    find: (stretch) => {
      const before = store.get();
      change({ what: "stretch", stretch: stretch ?? before.stretch, asked: before.asked + 1 });
    },
  };
}
