import { AppError, type ErrorCode, type Issue } from "@retake/core/errors";

/**
 * The closed list of what a server may answer a robot. `close`: the code the socket is closed with when the fault concerns the
 * connection; null when it may go on. `as`: the product's own code for the same fault.
 */
export const PROTOCOL_ERRORS = {
  bad_json: { close: 4400, as: "bad_request" },
  bad_frame: { close: 4400, as: "bad_request" },
  unsupported_frame: { close: 4400, as: "unsupported_version" },
  unsupported_protocol: { close: 4400, as: "unsupported_version" },
  frame_too_large: { close: 4413, as: "too_large" },
  too_complex: { close: 4413, as: "too_large" },
  too_many_topics: { close: 4413, as: "too_large" },
  too_many_messages: { close: 4413, as: "too_large" },
  unknown_type: { close: null, as: "bad_request" },
  unexpected_message: { close: 4400, as: "bad_request" },
  bad_field: { close: null, as: "bad_request" },
  bad_session_id: { close: null, as: "bad_request" },
  unknown_data_type: { close: null, as: "bad_request" },
  bad_value: { close: null, as: "bad_request" },
  bad_image: { close: null, as: "unsupported_media" },
  unknown_topic: { close: 4400, as: "bad_request" },
  schema_mismatch: { close: null, as: "conflict" },
  topic_redefined: { close: 4409, as: "conflict" },
  seq_missing: { close: 4400, as: "bad_request" },
  gap: { close: null, as: "conflict" },
  conflict: { close: 4409, as: "conflict" },
  bad_ack: { close: 4400, as: "bad_request" },
  session_exists: { close: 4409, as: "conflict" },
  superseded: { close: 4410, as: "conflict" },
  unauthorized: { close: 4401, as: "unauthorized" },
  forbidden: { close: 4403, as: "forbidden" },
  start_timeout: { close: 4408, as: "unavailable" },
  rate_limited: { close: 4429, as: "rate_limited" },
  too_many_sessions: { close: 4429, as: "rate_limited" },
  credit_exceeded: { close: 4429, as: "rate_limited" },
  storage_full: { close: null, as: "storage_full" },
  storage_failed: { close: 4500, as: "unavailable" },
  internal: { close: 4500, as: "internal" },
} as const satisfies Record<string, { close: number | null; as: ErrorCode }>;

export type ProtocolErrorCode = keyof typeof PROTOCOL_ERRORS;

export function isProtocolErrorCode(code: string): code is ProtocolErrorCode {
  return Object.hasOwn(PROTOCOL_ERRORS, code);
}

/** The only thing decoding throws, whatever the bytes. `wireCode` is what the peer is told. */
export class ProtocolError extends AppError {
  readonly wireCode: ProtocolErrorCode;

  constructor(
    wireCode: ProtocolErrorCode,
    message: string,
    options: { issues?: Issue[]; cause?: unknown } = {},
  ) {
    super(PROTOCOL_ERRORS[wireCode].as, message, options);
    this.wireCode = wireCode;
  }

  /** The code to close the socket with, null when it may go on. */
  get close(): number | null {
    return PROTOCOL_ERRORS[this.wireCode].close;
  }

  get fatal(): boolean {
    return this.close !== null;
  }
}
