/** As it is kept with a snapshot, because the document itself does not say it. */
interface StoredOwners {
  /** Yjs client id → user id. */
  clients: Record<string, string>;
  /** `<root> <entry>` of what was removed → user ids. */
  removed: Record<string, readonly string[]>;
}

export function writeOwners(
  owners: ReadonlyMap<number, string>,
  removed: Record<string, readonly string[]>,
): StoredOwners {
  return { clients: Object.fromEntries(owners), removed };
}

export function readOwners(stored: unknown): {
  owners: Map<number, string>;
  removed: [root: string, entry: string, signer: string][];
} {
  const { clients = {}, removed = {} } = (stored ?? {}) as Partial<StoredOwners>;
  return {
    owners: new Map(Object.entries(clients).map(([client, user]) => [Number(client), user])),
    removed: Object.entries(removed).flatMap(([key, signers]) => {
      const space = key.indexOf(" ");
      return signers.map((signer): [string, string, string] => [
        key.slice(0, space),
        key.slice(space + 1),
        signer,
      ]);
    }),
  };
}
