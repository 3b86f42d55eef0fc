import type { TopicDeclaration } from "../messages.ts";

/** Topics by index, as one connection has announced them: forgotten with it. */
export class AnnouncedTopics {
  readonly #byIndex = new Map<number, TopicDeclaration>();

  get(index: number): TopicDeclaration | undefined {
    return this.#byIndex.get(index);
  }

  set(index: number, declaration: TopicDeclaration): void {
    this.#byIndex.set(index, declaration);
  }
}
