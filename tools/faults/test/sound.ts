/** An audit that found nothing wrong. */
export const SOUND = { lost: 0, doubled: 0, disordered: 0, altered: 0, said: [] };
