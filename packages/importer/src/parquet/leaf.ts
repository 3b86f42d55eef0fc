import type { SchemaTree } from "hyparquet";
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from "hyparquet/src/schema.js";
import { isPhysicalType, type PhysicalType } from "./page-values.ts";

/** One physical column: a leaf of the schema with what is needed to decode its pages. */
export interface Leaf {
  /** `observation.state`, `list`, `element` joined by NUL, which no name holds. */
  id: string;
  path: string[];
  /** From the root to the leaf, as the assembler of nested rows wants it. */
  schemaPath: SchemaTree[];
  type: PhysicalType;
  /** Bytes of one value of a fixed-length type, else 0. */
  width: number;
  maxDefinition: number;
  maxRepetition: number;
  /** Definition level from which an entry is an element of its innermost list, not the mark of an empty one. */
  elementDefinition: number;
}

/** All leaves under a top-level column, or null when one has a type that is not known. */
export function leavesOf(root: SchemaTree, column: SchemaTree): Leaf[] | null {
  const leaves: Leaf[] = [];
  const known = collect([root, column], leaves);
  return known ? leaves : null;
}

function collect(schemaPath: SchemaTree[], leaves: Leaf[]): boolean {
  const node = schemaPath.at(-1);
  if (node === undefined) return false;
  if (node.children.length > 0)
    return node.children.every((child) => collect([...schemaPath, child], leaves));
  const type = node.element.type;
  if (!isPhysicalType(type)) return false;
  leaves.push({
    id: leafId(node.path),
    path: node.path,
    schemaPath,
    type,
    width: node.element.type_length ?? 0,
    maxDefinition: getMaxDefinitionLevel(schemaPath),
    maxRepetition: getMaxRepetitionLevel(schemaPath),
    elementDefinition: elementDefinition(schemaPath),
  });
  return true;
}

function elementDefinition(schemaPath: SchemaTree[]): number {
  const innermost = schemaPath.findLastIndex(({ element }) => element.repetition_type === "REPEATED");
  return innermost < 0 ? 0 : getMaxDefinitionLevel(schemaPath.slice(0, innermost + 1));
}

export function leafId(path: readonly string[]): string {
  return path.join("\0");
}
