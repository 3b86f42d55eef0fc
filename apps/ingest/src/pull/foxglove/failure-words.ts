import { AppError } from "@retake/core/errors";
import type { PullTarget } from "@retake/core/pull-address";

/** Why there is no connection, for the person who typed the address. */
export function failureWords({ host, port }: PullTarget, thrown: unknown): string {
  // Of several addresses of one name Node tells all failures at once.
  const error = thrown instanceof AggregateError ? (thrown.errors[0] as unknown) : thrown;
  if (error instanceof AppError) return error.message;
  if (!(error instanceof Error)) return "The connection failed.";
  const code = "code" in error ? String(error.code) : "";
  const at = `${host}:${port}`;
  switch (code) {
    case "ECONNREFUSED":
      return `Nothing answers at ${at}. Is the robot's program running, and does it listen on this network?`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `There is no address for the name ${host}.`;
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return `${at} cannot be reached from this server.`;
    case "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH":
      return "It sent a message that is too large.";
    default:
      return wordsOfMessage(at, error.message, code);
  }
}

function wordsOfMessage(at: string, message: string, code: string): string {
  const status = /^Unexpected server response: (\d+)$/.exec(message)?.[1];
  if (status !== undefined) return `${at} answers as a web server (${status}), not as a Foxglove server.`;
  if (/subprotocol/.test(message)) return `${at} does not speak the protocol of Foxglove.`;
  if (/handshake has timed out/.test(message)) return `${at} does not answer.`;
  if (/certificate|self.signed|CERT|TLS|SSL/i.test(message + code))
    return `The certificate of ${at} is not trusted.`;
  if (code.startsWith("WS_ERR")) return "It sent something that is no WebSocket message.";
  return `The connection to ${at} broke.`;
}
