import fs from "node:fs";
import {
  type Credentials,
  credentialsPath,
  publishDraft,
  readCredentials,
  readDraft,
  writeDraft,
} from "./bootstrap/credentials.ts";
import { insertFirstOwner } from "./bootstrap/first-owner.ts";
import type { Db } from "./create-db.ts";
import type { Prisma } from "./generated/client.ts";
import { parseToken } from "./tokens/format.ts";

export { type Credentials, credentialsPath, readCredentials } from "./bootstrap/credentials.ts";

/** Serialises the first start of several processes on one database. */
const ADVISORY_LOCK = 72_707_370;
const TRANSACTION_MS_MAX = 20_000;

export interface Bootstrapped {
  /** True when this call made the owner. */
  first: boolean;
  /** Null where the file is not here: removed, or the database was first started from another data folder. */
  credentials: Credentials | null;
  credentialsPath: string;
  /** The import of `firstDataset`, while it is not finished. */
  firstImportId: string | null;
}

export interface BootstrapOptions {
  dataDir: string;
  webUrl: string;
  ingestUrl: string;
  /** A folder to be imported into the new workspace. Its job is stored with the owner: one does not come without the other. */
  firstDataset?: string | null;
}

/**
 * Gives an empty database its first owner, workspace and tokens, and writes their secrets to `<data-dir>/credentials.json`
 * (mode 0600). Later calls change nothing but the file's two URLs.
 *
 * The secrets are on disk before the database commits, so that no crash leaves an owner whose password nobody knows.
 */
export async function bootstrap(db: Db, options: BootstrapOptions): Promise<Bootstrapped> {
  const { dataDir, webUrl, ingestUrl, firstDataset = null } = options;
  const file = credentialsPath(dataDir);
  const made = await db.prisma.$transaction(
    async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${ADVISORY_LOCK})`;
      if ((await transaction.user.count()) > 0) return null;
      const credentials = await insertFirstOwner(transaction, { webUrl, ingestUrl });
      if (firstDataset !== null) await insertFirstImport(transaction, credentials.workspace, firstDataset);
      return { credentials, draft: writeDraft(file, credentials) };
    },
    { timeout: TRANSACTION_MS_MAX },
  );
  if (made !== null) {
    keepForeign(file);
    publishDraft(made.draft, file);
  } else {
    await finishInterrupted(db, file);
  }
  const unfinished = await db.prisma.importJob.findFirst({
    where: { dataset: firstDataset ?? "", status: { in: ["queued", "running"] }, requestedById: null },
  });
  return {
    first: made !== null,
    credentials: made?.credentials ?? refreshUrls(file, { webUrl, ingestUrl }),
    credentialsPath: file,
    firstImportId: unfinished?.id ?? null,
  };
}

async function insertFirstImport(
  transaction: Prisma.TransactionClient,
  workspaceSlug: string,
  dataset: string,
): Promise<void> {
  await transaction.importJob.create({ data: { dataset, workspace: { connect: { slug: workspaceSlug } } } });
}

/** Credentials of another database (an empty one was put in its place) are set aside, not overwritten. */
function keepForeign(file: string): void {
  if (!fs.existsSync(file)) return;
  const stamp = new Date().toISOString().replaceAll(":", "-");
  fs.renameSync(file, file.replace(/\.json$/, `.before-${stamp}.json`));
}

/** A crash between the commit and the file's name: the draft holds the secrets if its tokens are the database's. */
async function finishInterrupted(db: Db, file: string): Promise<void> {
  const draft = `${file}.draft`;
  const drafted = readDraft(draft);
  const token = parseToken(drafted?.apiToken ?? "");
  const known = token === null ? null : await db.prisma.token.findUnique({ where: { id: token.id } });
  if (known !== null && !fs.existsSync(file)) publishDraft(draft, file);
  else fs.rmSync(draft, { force: true });
}

function refreshUrls(file: string, urls: { webUrl: string; ingestUrl: string }): Credentials | null {
  const found = readCredentials(file);
  if (found === null) return null;
  const current = { ...found, ...urls };
  if (found.webUrl !== urls.webUrl || found.ingestUrl !== urls.ingestUrl)
    publishDraft(writeDraft(file, current), file);
  return current;
}
