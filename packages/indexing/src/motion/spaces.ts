import type { MotionSpaceFit } from "@retake/ai/motion";
import type { Db } from "@retake/db";

export interface Space {
  version: number;
  fittedCount: number;
  fit: MotionSpaceFit;
}

/** The workspace's motion spaces by their keys. */
export type Spaces = Map<string, Space>;

export async function loadSpaces({ prisma }: Db, workspaceId: string): Promise<Spaces> {
  const rows = await prisma.motionSpace.findMany({ where: { workspaceId } });
  return new Map(
    rows.map(({ key, version, fittedCount, fit }) => [
      key,
      { version, fittedCount, fit: fit as unknown as MotionSpaceFit },
    ]),
  );
}

export async function saveSpace(
  { prisma }: Db,
  workspaceId: string,
  key: string,
  space: Space,
): Promise<void> {
  const { version, fittedCount } = space;
  const data = { version, fittedCount, fit: { ...space.fit } as object };
  await prisma.motionSpace.upsert({
    where: { workspaceId_key: { workspaceId, key } },
    create: { workspaceId, key, ...data },
    update: data,
  });
}
