import { z } from "zod";

/** What a model may say of an episode: only text, and nothing that any part of the house acts upon. */
export interface ModelSummary {
  /** For people and for search, 2 to 5 sentences. */
  text: string;
  /** `openai:<model>` */
  by: string;
}

/** As it is asked for, and as it is checked: unknown fields, such as an outcome, make the answer malformed. */
export const summarySchema = z.strictObject({
  summary: z.string().max(4_000),
  objects: z.array(z.string().max(200)).max(32),
  actions: z.array(z.string().max(200)).max(32),
});

export type SummaryAnswer = z.infer<typeof summarySchema>;

/** The same for the server (JSON Schema, strict mode of OpenAI: every field required, no others). */
export const SUMMARY_FORMAT = {
  type: "json_schema",
  json_schema: {
    name: "episode_summary",
    strict: true,
    schema: {
      type: "object",
      additionalProperties: false,
      required: ["summary", "objects", "actions"],
      properties: {
        summary: { type: "string", description: "Two to five plain sentences." },
        objects: { type: "array", items: { type: "string" }, description: "Objects that are seen or named." },
        actions: { type: "array", items: { type: "string" }, description: "What the robot does, in order." },
      },
    },
  },
} as const;
