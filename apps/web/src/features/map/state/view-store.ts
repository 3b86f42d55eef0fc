import type { MapView, Size } from "../model/map-view.ts";

/** Where one looks, sixty times a second: outside of React, so that only what shows it follows. */
export class ViewStore {
  #view: MapView = { x: 0, y: 0, zoom: 0 };
  #size: Size = { width: 0, height: 0 };
  #snapshot = { view: this.#view, size: this.#size };
  readonly #listeners = new Set<() => void>();

  get view(): MapView {
    return this.#view;
  }

  get size(): Size {
    return this.#size;
  }

  /** The same object until something changes. */
  readonly snapshot = (): { view: MapView; size: Size } => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  look(view: MapView): void {
    const { x, y, zoom } = this.#view;
    if (view.x === x && view.y === y && view.zoom === zoom) return;
    this.#view = view;
    this.#tell();
  }

  resize(size: Size): void {
    if (size.width === this.#size.width && size.height === this.#size.height) return;
    this.#size = size;
    this.#tell();
  }

  #tell(): void {
    this.#snapshot = { view: this.#view, size: this.#size };
    for (const listener of this.#listeners) listener();
  }
}
