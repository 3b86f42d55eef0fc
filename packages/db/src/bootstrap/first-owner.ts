import type { Prisma } from "../generated/client.ts";
import { hashPassword } from "../passwords.ts";
import { randomText } from "../tokens/format.ts";
import { TOKEN_SCOPES, insertToken } from "../tokens/store.ts";
import type { Credentials } from "./credentials.ts";

const OWNER = { email: "owner@retake.local", name: "Owner" };
const WORKSPACE = { slug: "home", name: "Home" };
/** 24 letters and digits are 142 bits. */
const PASSWORD_LENGTH = 24;

/** Stores the first owner, their workspace and its first two tokens, with secrets that exist nowhere before. */
export async function insertFirstOwner(
  transaction: Prisma.TransactionClient,
  urls: { webUrl: string; ingestUrl: string },
): Promise<Credentials> {
  const password = randomText(PASSWORD_LENGTH);
  const user = await transaction.user.create({
    data: { ...OWNER, passwordHash: await hashPassword(password) },
  });
  const workspace = await transaction.workspace.create({
    data: { ...WORKSPACE, memberships: { create: { userId: user.id, role: "owner" } } },
  });
  const token = async (kind: "robot" | "api", name: string): Promise<string> => {
    const scopes = [...TOKEN_SCOPES[kind]];
    const made = await insertToken(transaction, {
      workspaceId: workspace.id,
      kind,
      name,
      scopes,
      createdById: user.id,
    });
    return made.token;
  };
  const robotToken = await token("robot", "First robot");
  const apiToken = await token("api", "First script");
  return { email: OWNER.email, password, workspace: workspace.slug, robotToken, apiToken, ...urls };
}
