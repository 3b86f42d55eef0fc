"use client";
import { useState } from "react";

/** What is typed into the box. It stays while it is not run, until the screen comes to show other results. */
export function useDraft(q: string): { text: string; setDraft: (draft: string | null) => void } {
  const [state, setState] = useState<{ of: string; draft: string | null }>({ of: q, draft: null });
  const draft = state.of === q ? state.draft : null;
  return { text: draft ?? q, setDraft: (next) => setState({ of: q, draft: next }) };
}
