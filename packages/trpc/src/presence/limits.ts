/** Limits of who is seen where. */
export const PRESENCE_LIMITS = {
  /** Episodes one person is seen to have open. */
  openMax: 20,
  /** Episodes one person is seen to have selected. */
  selectedMax: 200,
  /** Selections that one person may be showing at once: tabs, not a flood. */
  selectionsMax: 20,
  /** Changes wait this long for each other before other processes hear of them. */
  tellMs: 100,
  /** Processes tell each other this often that they are there; one silent for three times as long is not. */
  pulseMs: 15_000,
} as const;
