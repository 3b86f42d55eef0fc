/** What an episode is called on screen: its number inside its dataset, else its own name. */
export function episodeTitle(episode: { episodeIndex: number | null; sessionId: string }): string {
  return episode.episodeIndex === null ? episode.sessionId : `Episode ${episode.episodeIndex}`;
}
