import { startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";
import { killRounds } from "./seal/kill-rounds.ts";
import { temporaryFolder } from "./seal/recorded-session.ts";

test(
  "a worker killed at random moments, again and again: every message is sealed once, and no object stays that no row names",
  { timeout: 300_000 },
  async () => {
    await using database = await startTestDatabase();
    const { parts } = await killRounds(database, { store: temporaryFolder(), log: temporaryFolder() }, 4);
    expect(parts).toBeGreaterThan(8);
  },
);
