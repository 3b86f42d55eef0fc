/** Where one person is, as one process knows it. */
export interface Place {
  workspaceId: string;
  userId: string;
  open: string[];
  selected: string[];
}

/** Postgres refuses notifications of 8,000 bytes. */
const PAYLOAD_BYTES_MAX = 7_900;

/** `<process> at <json>`. A selection that is too long for a notification is shortened: those of another process see its beginning. */
export function tellPlace(process: string, place: Place): string {
  for (let selected = place.selected; ; selected = selected.slice(0, Math.floor(selected.length / 2))) {
    const payload = `${process} at ${JSON.stringify({ ...place, selected })}`;
    if (Buffer.byteLength(payload) <= PAYLOAD_BYTES_MAX) return payload;
    if (selected.length === 0) return `${process} at ${JSON.stringify({ ...place, selected, open: [] })}`;
  }
}

/** Null for what is no place. */
export function readPlace(payload: string): Place | null {
  const words = payload.indexOf(" at ");
  return words < 0 ? null : (JSON.parse(payload.slice(words + 4)) as Place);
}
