/** The part of Prisma, or of a transaction of it, that runs one statement. */
interface Executor {
  $queryRaw(sql: TemplateStringsArray, ...values: unknown[]): PromiseLike<unknown>;
}

/** Tells every process that what it knows of this user's logins and memberships is out of date; inside a transaction, on commit. */
export async function announceLogin(db: Executor, userId: string): Promise<void> {
  await db.$queryRaw`select pg_notify('login', ${userId})::text`;
}
