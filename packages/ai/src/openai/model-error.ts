import { AppError, type ErrorOptionsWithDetail } from "@retake/core/errors";

/** Why a model server did not answer. */
export type ModelFault =
  | "timeout"
  | "unreachable"
  | "busy"
  | "failing"
  | "quota"
  | "key"
  | "refused"
  | "malformed";

const MESSAGES: Record<ModelFault, string> = {
  timeout: "The model server did not answer in time.",
  unreachable: "The model server cannot be reached.",
  busy: "The model server asks to wait.",
  failing: "The model server has a fault of its own.",
  quota: "The account at the model server has no credit left.",
  key: "The model server does not accept the key.",
  refused: "The model server refused the request.",
  malformed: "The model server answered something unexpected.",
};
const RETRIED: ReadonlySet<ModelFault> = new Set(["timeout", "unreachable", "busy", "failing"]);

/** `unavailable`: its message is the reason that people see; the detail is for the log and never holds the key. */
export class ModelError extends AppError {
  readonly fault: ModelFault;

  constructor(fault: ModelFault, options: ErrorOptionsWithDetail = {}) {
    super("unavailable", MESSAGES[fault], options);
    this.fault = fault;
  }

  get isPassing(): boolean {
    return RETRIED.has(this.fault);
  }
}
