import * as Y from "yjs";

/** Where in a document an item lies: `annotations`, [`<id>`, `start`]. */
export interface Place {
  root: string;
  path: string[];
}

interface Key {
  key: string;
  parent: unknown;
}

type Struct = ReturnType<typeof Y.decodeUpdate>["structs"][number];

/** A thread's message's reaction is the deepest there is. */
const DEPTH_MAX = 8;

/**
 * Finds the places of an update's items before they are applied. An item that replaces another one carries no place of its own: it is where the one
 * it replaces is, in the same update or in the document (the encoding is Yjs's `Item.write`: a parent is written only without left and right neighbours).
 * `gone`: it hangs on something deleted meanwhile, and will not appear. Null: on something that was never there.
 */
export function placeFinder(structs: readonly Struct[], doc: Y.Doc): (item: Y.Item) => Place | "gone" | null {
  const byClient = new Map<number, Y.Item[]>();
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    const { client } = struct.id;
    const items = byClient.get(client);
    if (items === undefined) byClient.set(client, [struct]);
    else items.push(struct);
  }

  function itemAt(id: Y.ID): Y.Item | "gone" | null {
    const found = itemWith(byClient.get(id.client) ?? [], id.clock);
    if (found !== null) return found;
    if (id.clock >= Y.getState(doc.store, id.client)) return null;
    const stored = Y.getItem(doc.store, id) as Y.Item | Y.GC;
    return stored instanceof Y.Item ? stored : "gone";
  }

  const known = new Map<Y.Item, Key | "gone" | null>();

  /** Follows what an item replaces until one says its key; each item is walked once, however long the chain. */
  function keyOf(item: Y.Item): Key | "gone" | null {
    const seen = new Set<Y.Item>();
    let found: Key | "gone" | null = null;
    for (let at: Y.Item | null = item; at !== null;) {
      const before = known.get(at);
      if (before !== undefined || seen.has(at)) {
        found = before ?? null;
        break;
      }
      seen.add(at);
      if (at.parent !== null && at.parentSub !== null) {
        found = { key: at.parentSub, parent: at.parent };
        break;
      }
      const beside: Y.ID | null = at.origin ?? at.rightOrigin;
      const next: Y.Item | "gone" | null = beside === null ? null : itemAt(beside);
      if (next === "gone") found = next;
      at = next === "gone" ? null : next;
    }
    for (const one of seen) known.set(one, found);
    return found;
  }

  function placeOf(item: Y.Item, depth = 0): Place | "gone" | null {
    const found = depth > DEPTH_MAX ? null : keyOf(item);
    if (found === null || found === "gone") return found;
    const { key, parent } = found;
    if (typeof parent === "string") return { root: parent, path: [key] };
    const holder =
      parent instanceof Y.ID ? itemAt(parent) : parent instanceof Y.AbstractType ? parent._item : null;
    if (holder === null) return parent instanceof Y.AbstractType ? rootPlace(doc, parent, key) : null;
    const above = holder === "gone" ? holder : placeOf(holder, depth + 1);
    return above === null || above === "gone" ? above : { root: above.root, path: [...above.path, key] };
  }

  return (item) => placeOf(item);
}

function rootPlace(doc: Y.Doc, type: object, key: string): Place | null {
  for (const [name, shared] of doc.share) if (shared === type) return { root: name, path: [key] };
  return null;
}

/** Items of one client come in the order of their clocks. */
function itemWith(items: readonly Y.Item[], clock: number): Y.Item | null {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item === undefined) return null;
    if (clock < item.id.clock) high = middle - 1;
    else if (clock >= item.id.clock + item.length) low = middle + 1;
    else return item;
  }
  return null;
}
