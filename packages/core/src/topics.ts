/** Naming between LeRobot features (`observation.images.front`) and topics (`/observation/images/front`). */

export function topicOfFeature(feature: string): string {
  return "/" + feature.replaceAll(".", "/");
}

/** What a topic's samples are: numbers that can be plotted, pictures, or words. */
export type TopicKind = "signal" | "camera" | "text";

/** One name per dimension: the declared ones, and `name[i]` for those without. */
export function featureNamesOf(topic: string, declared: readonly string[], dims: number): string[] {
  const short = topic.slice(topic.lastIndexOf("/") + 1);
  if (dims === 1 && declared.length === 0) return [short];
  return Array.from({ length: dims }, (_, i) => declared[i] ?? `${short}[${i}]`);
}
