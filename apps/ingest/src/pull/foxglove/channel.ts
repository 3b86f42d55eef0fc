/** A stream of messages that a server offers. */
export interface Channel {
  id: number;
  topic: string;
  /** Of its messages: `json`, `cdr`, `protobuf`, … */
  encoding: string;
  schemaName: string;
  schema: string;
  /** Empty: the one that goes with the encoding. */
  schemaEncoding: string;
}
