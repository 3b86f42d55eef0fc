import type { InvalidTextCase } from "./types.ts";

const topics = (fields: string): string =>
  `{"type":"session_start","session_id":"a","topics":{"/a":${fields}}}`;

export const CLIENT_TEXT_INVALID: InvalidTextCase[] = [
  { name: "nothing", text: "", code: "bad_json" },
  { name: "no JSON", text: '{"type":"message"', code: "bad_json" },
  { name: "a text without end", text: '{"type":"mess', code: "bad_json" },
  { name: "a word that is none", text: '{"type":Nope}', code: "bad_json" },
  { name: "a list", text: "[]", code: "bad_json" },
  { name: "no type", text: "{}", code: "bad_json" },
  { name: "a type nobody knows", text: '{"type":"dance"}', code: "unknown_type" },
  { name: "a type that objects inherit", text: '{"type":"constructor"}', code: "unknown_type" },
  { name: "a batch without messages", text: '{"type":"batch"}', code: "bad_json" },
  {
    name: "lists inside each other",
    text: { prefix: '{"type":"message","data":', repeat: "[", times: 8, suffix: "" },
    code: "too_complex",
  },
  {
    name: "lists inside each other, very many",
    text: { prefix: "", repeat: "[", times: 1_000_000, suffix: "" },
    code: "too_complex",
  },
  {
    name: "very many keys",
    text: { prefix: '{"type":"message"', repeat: ',"k":0', times: 1_000_000, suffix: "}" },
    code: "too_complex",
  },
  {
    name: "very many lists",
    text: { prefix: '{"type":"batch","messages":[[]', repeat: ",[]", times: 16_384, suffix: "]}" },
    code: "too_complex",
  },
  {
    name: "too many messages",
    text: { prefix: '{"type":"batch","messages":[0', repeat: ",0", times: 4_096, suffix: "]}" },
    code: "too_many_messages",
  },
  {
    name: "too many bytes",
    text: { prefix: '{"type":"', repeat: "x", times: 8_388_608, suffix: '"}' },
    code: "frame_too_large",
  },
  {
    name: "no session id",
    text: '{"type":"session_start","topics":{}}',
    code: "bad_session_id",
  },
  {
    name: "a session id that is a path",
    text: '{"type":"session_start","session_id":"../../etc/passwd"}',
    code: "bad_session_id",
  },
  {
    name: "a session id of 129 letters",
    text: { prefix: '{"type":"session_start","session_id":"', repeat: "a", times: 129, suffix: '"}' },
    code: "bad_session_id",
  },
  {
    name: "a protocol of the future",
    text: '{"type":"session_start","session_id":"a","protocol":3}',
    code: "unsupported_protocol",
  },
  {
    name: "no frames per second",
    text: '{"type":"session_start","session_id":"a","fps":0}',
    code: "bad_field",
  },
  {
    name: "endless frames per second",
    text: '{"type":"session_start","session_id":"a","fps":Infinity}',
    code: "bad_field",
  },
  {
    name: "a zero character in a text",
    text: '{"type":"session_start","session_id":"a","task":"a\\u0000b"}',
    code: "bad_field",
  },
  {
    name: "a task that is a book",
    text: {
      prefix: '{"type":"session_start","session_id":"a","task":"',
      repeat: "a",
      times: 4_097,
      suffix: '"}',
    },
    code: "bad_field",
  },
  { name: "a topic that is not described", text: topics("3"), code: "bad_field" },
  { name: "a topic of no known type", text: topics('{"data_type":"void"}'), code: "bad_field" },
  { name: "a side of no length", text: topics('{"data_type":"float32[]","shape":[0]}'), code: "bad_field" },
  {
    name: "a shape of too many values",
    text: topics('{"data_type":"float32[]","shape":[65536,2]}'),
    code: "bad_field",
  },
  {
    name: "a shape whose product is beyond all numbers",
    text: topics(`{"data_type":"float32[]","shape":[${Array(8).fill(2147483647).join(",")}]}`),
    code: "bad_field",
  },
  {
    name: "too many sides",
    text: topics('{"data_type":"float32[]","shape":[1,1,1,1,1,1,1,1,1]}'),
    code: "bad_field",
  },
  {
    name: "a topic with a line break",
    text: '{"type":"session_start","session_id":"a","topics":{"a\\nb":{"data_type":"image"}}}',
    code: "bad_field",
  },
  {
    name: "too many topics",
    text: `{"type":"session_start","session_id":"a","topics":{${Array.from({ length: 257 }, (_, i) => `"${i}":0`).join(",")}}}`,
    code: "too_many_topics",
  },
  { name: "an outcome nobody knows", text: '{"type":"session_end","outcome":"maybe"}', code: "bad_field" },
  { name: "a last number that is none", text: '{"type":"session_end","last_seq":-1}', code: "bad_field" },
];
