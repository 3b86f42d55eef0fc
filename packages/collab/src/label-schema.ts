export { DEFAULT_LABEL_SCHEMA } from "./label-schema/default-schema.ts";
export {
  labelSchemaSchema,
  type LabelClass,
  type LabelSchema,
  type Lane,
} from "./label-schema/label-schema.ts";
export { classOf, classesOf, laneOf } from "./label-schema/look-up.ts";
