import type { Db, Prisma } from "@retake/db";
import { hashPassword } from "@retake/db/passwords";

let serial = 0;
const next = (): number => (serial += 1);

export async function createWorkspace(
  db: Db,
  data: Partial<Prisma.WorkspaceUncheckedCreateInput> = {},
): Promise<{ id: string; slug: string; name: string }> {
  const n = next();
  return db.prisma.workspace.create({ data: { slug: `workspace-${n}`, name: `Workspace ${n}`, ...data } });
}

export interface TestUser {
  id: string;
  email: string;
  name: string;
  /** Plain text: tests sign in with it. */
  password: string;
}

/** A person with a password, and a role in a workspace if one is given. */
export async function createUser(
  db: Db,
  options: {
    workspaceId?: string;
    role?: "owner" | "admin" | "annotator" | "viewer";
    email?: string;
    name?: string;
    password?: string;
  } = {},
): Promise<TestUser> {
  const n = next();
  const {
    workspaceId,
    role = "annotator",
    email = `person-${n}@example.com`,
    name = `Person ${n}`,
    password = `correct horse ${n}`,
  } = options;
  const memberships = workspaceId === undefined ? {} : { memberships: { create: { workspaceId, role } } };
  const passwordHash = await hashPassword(password);
  const { id } = await db.prisma.user.create({ data: { email, name, passwordHash, ...memberships } });
  return { id, email, name, password };
}

export async function createDataset(
  db: Db,
  data: { workspaceId: string } & Partial<Prisma.DatasetUncheckedCreateInput>,
): Promise<{ id: string; slug: string; name: string }> {
  const n = next();
  return db.prisma.dataset.create({
    data: {
      name: `someone/dataset-${n}`,
      slug: `someone.dataset-${n}`,
      sourceKey: `folder:/datasets/${n}`,
      formatVersion: "v3.0",
      fps: 10,
      features: [],
      publishedAt: new Date(),
      ...data,
    },
  });
}

/** A published, completed episode of 100 frames at 10 Hz, without topics or stored samples. */
export async function createEpisode(
  db: Db,
  data: { workspaceId: string } & Partial<Prisma.EpisodeUncheckedCreateInput>,
): Promise<{ id: string; sessionId: string }> {
  const n = next();
  return db.prisma.episode.create({
    data: {
      sessionId: `episode-${n}`,
      source: "import",
      status: "completed",
      fps: 10,
      endTime: 9.9,
      durationS: 9.9,
      totalFrames: 100,
      totalMessages: 100,
      publishedAt: new Date(),
      ...data,
    },
  });
}
