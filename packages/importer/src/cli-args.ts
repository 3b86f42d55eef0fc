import { parseArgs } from "node:util";

export interface CliArgs {
  dataset: string;
  episodes: number | null;
  skipDownload: boolean;
  embed: boolean;
  revision: string | null;
  workspace: string | null;
  json: boolean;
}

export const USAGE = `Usage: npm run import-lerobot -- --dataset <hub id or folder> [flags]

  --dataset NAME     a hub id like lerobot/pusht, or a folder
  --episodes N       import only the first N episodes
  --revision REV     branch, tag or commit of the hub dataset
  --skip-download    use only what was downloaded before
  --embed            index what was imported for search and map before returning
  --workspace SLUG   where to import to (default: the first workspace)
  --json             print the result as one line of JSON
  --help             this text

Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 3 done, but something was lost or set aside (it says what).`;

/** @throws Error in words for wrong usage */
export function parseCliArgs(argv: readonly string[]): CliArgs | "help" {
  const { values } = parseArgs({
    args: [...argv],
    strict: true,
    options: {
      dataset: { type: "string" },
      episodes: { type: "string" },
      revision: { type: "string" },
      workspace: { type: "string" },
      "skip-download": { type: "boolean", default: false },
      embed: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  if (values.dataset === undefined || values.dataset === "") throw new Error("--dataset is needed");
  const episodes = values.episodes === undefined ? null : Number(values.episodes);
  if (episodes !== null && (!Number.isSafeInteger(episodes) || episodes < 1)) {
    throw new Error("--episodes needs a whole number from 1 on");
  }
  return {
    dataset: values.dataset,
    episodes,
    skipDownload: values["skip-download"],
    embed: values.embed,
    revision: values.revision ?? null,
    workspace: values.workspace ?? null,
    json: values.json,
  };
}
