import { type Document, isMap, isNode, isScalar, parseDocument } from "yaml";
import type { KindSchema } from "#server/domain/resource/schema.ts";
import { schemaFaults, type SchemaFault } from "#server/domain/resource/schema-faults.ts";

export interface Fault {
  from: number;
  to: number;
  severity: "error" | "warning";
  message: string;
}

const LONGEST_LINTED = 500_000;

/** Where a text is no YAML, and why; where it is, what its kind's schema does not know. Of a very long one only the API server says. */
export function faultsIn(text: string, schema?: KindSchema): Fault[] {
  if (text.length > LONGEST_LINTED) return [];
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length === 0) return schema ? warningsIn(document, schema) : [];
  return document.errors.map(({ pos: [from, to], message }) => ({
    from: Math.min(from, text.length),
    to: Math.min(Math.max(to, from), text.length),
    severity: "error",
    message: message.split("\n")[0] ?? message,
  }));
}

/** The dry run has the last word, so these warn and hinder nothing. */
function warningsIn(document: Document, schema: KindSchema): Fault[] {
  return schemaFaults(schema, valueOf(document)).flatMap((fault) => {
    const range = rangeOf(document, fault);
    return range ? [{ ...range, severity: "warning" as const, message: fault.message }] : [];
  });
}

/** Undefined for one with aliases, which is refused as it is reviewed. */
function valueOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

type Range = Pick<Fault, "from" | "to">;

/** A single value is marked itself; of what has many lines, the key. */
function rangeOf(document: Document, { path, at }: SchemaFault): Range | undefined {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (at === "value" && isScalar(node)) return asRange(node.range);
  return keyRange(document, path) ?? (isNode(node) ? firstOf(node.range) : undefined);
}

function keyRange(document: Document, path: SchemaFault["path"]): Range | undefined {
  const above = path.slice(0, -1);
  const parent: unknown = above.length === 0 ? document.contents : document.getIn(above, true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
  return isScalar(pair?.key) ? asRange(pair.key.range) : undefined;
}

type NodeRange = [number, number, number] | null | undefined;
const asRange = (range: NodeRange): Range | undefined =>
  range ? { from: range[0], to: range[1] } : undefined;
const firstOf = (range: NodeRange): Range | undefined =>
  range ? { from: range[0], to: range[0] + 1 } : undefined;
