interface Place {
  sessionId: string;
  firstGapS: number | null;
  isBlind: boolean;
  /** Whose own layer it is, for a reviewer who looks into it. */
  ownerId?: string;
}

/** The episode at the first place that has no label, in the layer that is worked in. */
export function workHref(workspace: string, { sessionId, firstGapS, isBlind, ownerId }: Place): string {
  const params = new URLSearchParams();
  if (firstGapS !== null && firstGapS > 0) params.set("t", firstGapS.toFixed(3));
  if (isBlind) params.set("layer", ownerId === undefined ? "blind" : `blind:${ownerId}`);
  const query = params.toString();
  const page = `/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(sessionId)}`;
  return query === "" ? page : `${page}?${query}`;
}
