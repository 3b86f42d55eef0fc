/** What stands where a dataset does not say which robot it comes from. */
export const ROBOT_NOT_STATED = "not stated";

/** The robot's name for people. Many datasets write `unknown` for one nobody named; null is none at all. */
export function robotName(robotType: string | null): string {
  const name = robotType?.trim() ?? "";
  return name === "" || name.toLowerCase() === "unknown" ? ROBOT_NOT_STATED : name;
}
