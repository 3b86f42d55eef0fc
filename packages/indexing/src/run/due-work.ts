import type { Named } from "../work/find-work.ts";

/** Beyond so many, the whole workspace is looked through. */
const NAMED_MAX = 500;

export interface DueWork {
  workspaceId: string;
  /** Null: all of the workspace. */
  named: Named | null;
}

export interface NamedWork extends DueWork {
  named: Named;
}

interface Entry {
  all: boolean;
  ids: Set<string>;
  sessionIds: Set<string>;
}

/** What was woken for and is not done yet, in the order in which it came. */
export class DueList {
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  /** @param id `<workspace id>` or `<workspace id>/<sessionId>` */
  addEpisodes(id: string): void {
    const slash = id.indexOf("/");
    const entry = this.#entry(slash < 0 ? id : id.slice(0, slash));
    if (slash < 0) entry.all = true;
    else entry.sessionIds.add(id.slice(slash + 1));
  }

  addEpisode(workspaceId: string, episodeId: string): void {
    this.#entry(workspaceId).ids.add(episodeId);
  }

  /** Named episodes come before whole workspaces. */
  take(): DueWork | null {
    const entries = [...this.#entries];
    const next = entries.find(([, { all }]) => !all) ?? entries[0];
    if (next === undefined) return null;
    const [workspaceId, { all, ids, sessionIds }] = next;
    this.#entries.delete(workspaceId);
    const isMany = ids.size + sessionIds.size > NAMED_MAX;
    return { workspaceId, named: all || isMany ? null : { ids: [...ids], sessionIds: [...sessionIds] } };
  }

  /** Only what is named, of any workspace; whole workspaces stay. */
  takeNamed(): NamedWork | null {
    for (const [workspaceId, entry] of this.#entries) {
      const { all, ids, sessionIds } = entry;
      const count = ids.size + sessionIds.size;
      if (count === 0 || count > NAMED_MAX) continue;
      if (all) this.#entries.set(workspaceId, { all, ids: new Set(), sessionIds: new Set() });
      else this.#entries.delete(workspaceId);
      return { workspaceId, named: { ids: [...ids], sessionIds: [...sessionIds] } };
    }
    return null;
  }

  #entry(workspaceId: string): Entry {
    const found = this.#entries.get(workspaceId) ?? { all: false, ids: new Set(), sessionIds: new Set() };
    this.#entries.set(workspaceId, found);
    return found;
  }
}
