import { spawnSync } from "node:child_process";

const IS_NEW_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 9))";

/** The program of Python 3.9 or newer, the system's first; null when there is none. */
export function findPython(): string | null {
  const programs = ["/usr/bin/python3", "python3", "python"];
  return programs.find((program) => spawnSync(program, ["-c", IS_NEW_ENOUGH]).status === 0) ?? null;
}

/** Leaves no compiled files behind, and takes no Python settings of who runs it. */
export function pythonEnv(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(PYTHON|RETAKE_)/.test(name));
  return { ...Object.fromEntries(own), PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" };
}
