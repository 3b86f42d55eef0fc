/** Folder of real datasets, or null: then the episodes are synthetic. */
export function realDataFolder(): string | null {
  return process.env["RETAKE_TEST_DATA"] ?? null;
}

/** The environment of a child: this one's, without what would point it at somebody's real house. */
export function childEnv(set: Record<string, string>): Record<string, string | undefined> {
  const {
    DATABASE_URL: _database,
    STORAGE_URL: _storage,
    PUBLIC_URL: _public,
    RETAKE_NEXT_URL: _next,
    ...rest
  } = process.env;
  return { ...rest, ...set };
}
