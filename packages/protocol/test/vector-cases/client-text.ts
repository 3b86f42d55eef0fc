import type { TextCase } from "./types.ts";

const START = {
  type: "session_start",
  robot_type: null,
  fps: null,
  task: null,
  operator: null,
  resume: false,
  token: null,
  topics: [],
  protocol: 1,
};

function data(...items: unknown[]): unknown {
  return { type: "data", declared: [], items };
}

function message(fields: object): unknown {
  return { type: "message", seq: null, topic: "/a", timestamp: 0, frame_index: null, ...fields };
}

const floats = (list: unknown[]): object => ({ data_type: "float32[]", data: list });

const STARTS: TextCase[] = [
  {
    name: "protocol 1: a session as robots have always begun it",
    text: '{"type":"session_start","session_id":"live-1a2b3c4d","robot_type":"so101","fps":30,"topics":{"/joint_states":{"data_type":"float32[]","shape":[2]},"/camera/front":{"data_type":"image","shape":[480,640,3]}}}',
    decoded: {
      ...START,
      session_id: "live-1a2b3c4d",
      robot_type: "so101",
      fps: 30,
      topics: [
        { topic: "/joint_states", data_type: "float32[]", shape: [2], names: null, units: null },
        { topic: "/camera/front", data_type: "image", shape: [480, 640, 3], names: null, units: null },
      ],
    },
  },
  {
    name: "protocol 2: everything said, unknown fields stepped over",
    text: '{"type":"session_start","session_id":"a.b_c-9","robot_type":"arm","fps":29.97,"topics":{"/s":{"data_type":"float64[]","shape":[],"names":["grip"],"units":["mm"],"color":"red"}},"task":"抓取","operator":"Ada","protocol":2,"resume":true,"token":"rtk_x","later":{"a":[1]}}',
    decoded: {
      ...START,
      session_id: "a.b_c-9",
      robot_type: "arm",
      fps: 29.97,
      topics: [{ topic: "/s", data_type: "float64[]", shape: [], names: ["grip"], units: ["mm"] }],
      task: "抓取",
      operator: "Ada",
      protocol: 2,
      resume: true,
      token: "rtk_x",
    },
  },
  {
    name: "null is absent",
    text: '{"type":"session_start","session_id":"a","robot_type":null,"fps":null,"topics":null,"protocol":null,"resume":null}',
    decoded: { ...START, session_id: "a" },
  },
  {
    name: "other spellings of data types become the one that holds them",
    text: '{"type":"session_start","session_id":"a","topics":{"/i":{"data_type":"int32"},"/j":{"data_type":"jpeg"},"__proto__":{"data_type":"bool"}}}',
    decoded: {
      ...START,
      session_id: "a",
      topics: [
        { topic: "/i", data_type: "int64[]", shape: null, names: null, units: null },
        { topic: "/j", data_type: "image", shape: null, names: null, units: null },
        { topic: "__proto__", data_type: "bool[]", shape: null, names: null, units: null },
      ],
    },
  },
];

const MESSAGES: TextCase[] = [
  {
    name: "numbers",
    text: '{"type":"message","topic":"/a","timestamp":1.25,"data_type":"float32[]","data":[0.5,-2,1e-3],"frame_index":7,"seq":3}',
    decoded: data(
      message({ seq: 3, timestamp: 1.25, frame_index: 7, ...floats([0.5, -2, Math.fround(1e-3)]) }),
    ),
  },
  {
    name: "a scalar may stand without its list",
    text: '{"type":"message","topic":"/a","timestamp":0,"data_type":"float64","data":0.1}',
    decoded: data(message({ data_type: "float64[]", data: [0.1] })),
  },
  {
    name: "what JSON has no number for: as texts, as Python writes it, as JavaScript writes it",
    text: '{"type":"message","topic":"/a","timestamp":0,"data_type":"float32[]","data":["NaN","Infinity","-Infinity",NaN,Infinity,-Infinity,null]}',
    decoded: data(message(floats(["NaN", "Infinity", "-Infinity", "NaN", "Infinity", "-Infinity", "NaN"]))),
  },
  ...(
    [
      ["NaN", "NaN"],
      ["-Infinity", "-Infinity"],
      ["-12.5", -12.5],
      ["9223372036854775808", 2 ** 63],
      ["null", "NaN"],
    ] as const
  ).map(([sent, timestamp]) => ({
    name: `an odd time is kept as sent: ${sent}`,
    text: `{"type":"message","topic":"/a","timestamp":${sent},"data_type":"float32[]","data":[1]}`,
    decoded: data(message({ timestamp, ...floats([1]) })),
  })),
  {
    name: "words inside of texts stay words",
    text: '{"type":"message","topic":"NaN","timestamp":0,"data_type":"string","data":"say \\"NaN\\" or \\\\"}',
    decoded: data(message({ topic: "NaN", data_type: "string", data: 'say "NaN" or \\' })),
  },
  {
    name: "int64 beyond 2^53 as decimal texts",
    text: '{"type":"message","topic":"/a","timestamp":0,"data_type":"int64[]","data":[-3,"9223372036854775807","-9223372036854775808"]}',
    decoded: data(
      message({ data_type: "int64[]", data: ["-3", "9223372036854775807", "-9223372036854775808"] }),
    ),
  },
  {
    name: "bool as words or as 0 and 1",
    text: '{"type":"message","topic":"/a","timestamp":0,"data_type":"bool[]","data":[true,false,1,0],"frame_index":-1}',
    decoded: data(message({ data_type: "bool[]", data: [1, 0, 1, 0] })),
  },
  {
    name: "a picture, the data null beside it",
    text: '{"type":"message","topic":"/cam","timestamp":0.04,"data_type":"image","data":null,"image_base64":"/9j/4AAQ","frame_index":1}',
    decoded: data(
      message({
        topic: "/cam",
        timestamp: 0.04,
        frame_index: 1,
        data_type: "image",
        data: { hex: "ffd8ffe00010" },
      }),
    ),
  },
  {
    name: "a picture as a data URL, unpadded, without a data type",
    text: '{"type":"message","topic":"/cam","timestamp":0,"image_base64":"data:image/jpeg;base64,/9j/4AA"}',
    decoded: data(message({ topic: "/cam", data_type: "image", data: { hex: "ffd8ffe000" } })),
  },
];

const OTHERS: TextCase[] = [
  {
    name: "a mark with a number",
    text: '{"type":"mark","timestamp":2.5,"kind":"phase","text":"grasp","seq":4}',
    decoded: data({ type: "mark", seq: 4, timestamp: 2.5, kind: "phase", text: "grasp" }),
  },
  {
    name: "a mark without a number",
    text: '{"type":"mark","timestamp":2.5,"kind":"success"}',
    decoded: data({ type: "mark", seq: null, timestamp: 2.5, kind: "success", text: null }),
  },
  {
    name: "a batch of messages and marks; a type left out is a message",
    text: '{"type":"batch","messages":[{"topic":"/a","timestamp":0,"data_type":"float32[]","data":[1],"seq":1},{"type":"mark","timestamp":0,"kind":"note","text":"x","seq":2}]}',
    decoded: data(message({ seq: 1, ...floats([1]) }), {
      type: "mark",
      seq: 2,
      timestamp: 0,
      kind: "note",
      text: "x",
    }),
  },
  {
    name: "an empty batch",
    text: '{"type":"batch","messages":[]}',
    decoded: data(),
  },
  {
    name: "the end, and all that may be said with it",
    text: '{"type":"session_end","outcome":"success","total_reward":-1.5,"last_seq":900}',
    decoded: { type: "session_end", outcome: "success", total_reward: -1.5, last_seq: 900 },
  },
  {
    name: "the end, nothing said",
    text: '{"type":"session_end"}',
    decoded: { type: "session_end", outcome: null, total_reward: null, last_seq: null },
  },
];

const refused = (seq: number | null, code: string): unknown => ({ type: "refused", seq, code });

const REFUSALS: TextCase[] = (
  [
    ["no time", '{"type":"message","topic":"/a","data_type":"float32[]","data":[1],"seq":5}', "bad_field"],
    ["no topic", '{"type":"message","timestamp":0,"data_type":"float32[]","data":[1],"seq":5}', "bad_field"],
    [
      "a data type nobody knows",
      '{"type":"message","topic":"/a","timestamp":0,"data_type":"complex64[]","data":[1],"seq":5}',
      "unknown_data_type",
    ],
    [
      "numbers without a data type",
      '{"type":"message","topic":"/a","timestamp":0,"data":[1],"seq":5}',
      "unknown_data_type",
    ],
    [
      "nested data",
      '{"type":"message","topic":"/a","timestamp":0,"data_type":"float32[]","data":[[1]],"seq":5}',
      "bad_value",
    ],
    [
      "no values",
      '{"type":"message","topic":"/a","timestamp":0,"data_type":"float32[]","data":[],"seq":5}',
      "bad_value",
    ],
    [
      "an int64 that was rounded on the way",
      '{"type":"message","topic":"/a","timestamp":0,"data_type":"int64[]","data":[9007199254740993],"seq":5}',
      "bad_value",
    ],
    [
      "an int64 beyond its range",
      '{"type":"message","topic":"/a","timestamp":0,"data_type":"int64[]","data":["9223372036854775808"],"seq":5}',
      "bad_value",
    ],
    [
      "half a character",
      '{"type":"message","topic":"/a","timestamp":0,"data_type":"string","data":"\\ud83e","seq":5}',
      "bad_value",
    ],
    [
      "a picture that is not base64",
      '{"type":"message","topic":"/a","timestamp":0,"image_base64":"/9j/*AAQ","seq":5}',
      "bad_image",
    ],
    [
      "a picture that is no JPEG or PNG",
      '{"type":"message","topic":"/a","timestamp":0,"image_base64":"AAAA","seq":5}',
      "bad_image",
    ],
    ["a type of the future with a number", '{"type":"dance","seq":5}', "unknown_type"],
    ["a mark of no known kind", '{"type":"mark","timestamp":0,"kind":"joke","seq":5}', "bad_field"],
  ] as const
).map(([name, text, code]) => ({ name: `refused alone: ${name}`, text, decoded: data(refused(5, code)) }));

const BATCH_REFUSAL: TextCase = {
  name: "refused alone: one of a batch, and its neighbours are kept",
  text: '{"type":"batch","messages":[{"topic":"/a","timestamp":0,"data_type":"float32[]","data":[1],"seq":1},{"topic":"/a","timestamp":0,"data_type":"float32[]","data":["x"],"seq":2},7,{"topic":"/a","timestamp":0,"data_type":"float32[]","data":[3],"seq":3}]}',
  decoded: data(
    message({ seq: 1, ...floats([1]) }),
    refused(2, "bad_value"),
    refused(null, "bad_field"),
    message({ seq: 3, ...floats([3]) }),
  ),
};

export const CLIENT_TEXT: TextCase[] = [...STARTS, ...MESSAGES, ...OTHERS, ...REFUSALS, BATCH_REFUSAL];
