/** Naming between LeRobot features (`observation.images.front`) and topics (`/observation/images/front`). */

export function topicOfFeature(feature: string): string {
  return "/" + feature.replaceAll(".", "/");
}

/** What a topic's samples are: numbers that can be plotted, pictures, or words. */
export type TopicKind = "signal" | "camera" | "text";
