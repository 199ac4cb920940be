import { z } from "zod";

/** A field that may stand in an object, as its API server describes it. */
export interface SchemaField {
  name: string;
  /** "string", "integer", "map", "list of objects" */
  type: string;
  /** The first sentence of what is said of it. */
  about: string;
  required: boolean;
  /** What it may be, where that is a closed list. */
  values: string[];
}

export interface SchemaNode {
  type?: string | undefined;
  format?: string | undefined;
  description?: string | undefined;
  properties?: Record<string, SchemaNode> | undefined;
  additionalProperties?: boolean | SchemaNode | undefined;
  items?: SchemaNode | undefined;
  required?: string[] | undefined;
  enum?: unknown[] | undefined;
  allOf?: SchemaNode[] | undefined;
  anyOf?: SchemaNode[] | undefined;
  oneOf?: SchemaNode[] | undefined;
  $ref?: string | undefined;
  "x-kubernetes-int-or-string"?: boolean | undefined;
  "x-kubernetes-preserve-unknown-fields"?: boolean | undefined;
  "x-kubernetes-embedded-resource"?: boolean | undefined;
  "x-kubernetes-group-version-kind"?: { group: string; version: string; kind: string }[] | undefined;
}
const Node: z.ZodType<SchemaNode> = z.looseObject({});

/** Part of an OpenAPI 3 document: the schemas by name. */
export const SchemaDocument = z.object({
  components: z.object({ schemas: z.record(z.string(), Node).default({}) }).default({ schemas: {} }),
});
export type Schemas = Readonly<Record<string, SchemaNode>>;
/** A kind, and every schema that it refers to. */
export interface KindSchema {
  schemas: Schemas;
  root: SchemaNode;
}

interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}

export const schemaOf = (
  schemas: Schemas,
  { group, version, kind }: GroupVersionKind,
): SchemaNode | undefined =>
  Object.values(schemas).find((node) =>
    node["x-kubernetes-group-version-kind"]?.some(
      (each) => each.group === group && each.version === version && each.kind === kind,
    ),
  );

/** What may stand under a path of keys such as spec, template; a list's items are looked through. Empty where nothing is known. */
export function fieldsAt(schemas: Schemas, root: SchemaNode, path: readonly string[]): SchemaField[] {
  const node = path.reduce<SchemaNode | undefined>((at, key) => at && childOf(schemas, at, key), root);
  const within = node && itemOf(schemas, node);
  return Object.entries(within?.properties ?? {})
    .filter(([name]) => path.length > 0 || name !== "status")
    .map(([name, property]) => fieldOf(schemas, name, property, within?.required ?? []));
}

function fieldOf(
  schemas: Schemas,
  name: string,
  property: SchemaNode,
  required: readonly string[],
): SchemaField {
  const node = resolved(schemas, property);
  const about = property.description ?? node.description ?? "";
  return {
    name,
    type: typeOf(schemas, node),
    about: /^.{0,200}?[.!?](?=\s|$)/s.exec(about)?.[0] ?? about.slice(0, 200),
    required: required.includes(name),
    values: (node.enum ?? []).filter((value) => typeof value === "string"),
  };
}

function typeOf(schemas: Schemas, node: SchemaNode): string {
  if (node.items) return `list of ${typeOf(schemas, resolved(schemas, node.items))}s`;
  if (node.additionalProperties) return "map";
  return node.type ?? (node.properties ? "object" : "value");
}

function childOf(schemas: Schemas, parent: SchemaNode, key: string): SchemaNode | undefined {
  const within = itemOf(schemas, parent);
  const child = within.properties?.[key] ?? mapValueOf(within);
  return child && resolved(schemas, child);
}

const mapValueOf = ({ additionalProperties }: SchemaNode) =>
  typeof additionalProperties === "object" ? additionalProperties : undefined;

function itemOf(schemas: Schemas, node: SchemaNode): SchemaNode {
  const whole = resolved(schemas, node);
  return whole.items ? itemOf(schemas, whole.items) : whole;
}

/** Behind references: Kubernetes writes a field as allOf with one reference, and its own description beside it. */
export function resolved(schemas: Schemas, node: SchemaNode, depth = 0): SchemaNode {
  const reference = node.$ref ?? (node.allOf?.length === 1 ? node.allOf[0]?.$ref : undefined);
  const target = reference && schemas[nameOf(reference)];
  return target && depth < 8 ? resolved(schemas, target, depth + 1) : node;
}

const nameOf = (reference: string): string => reference.replace("#/components/schemas/", "");

const CHECKED = [
  "type",
  "format",
  "$ref",
  "x-kubernetes-int-or-string",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-embedded-resource",
] as const;

/** Only what a check reads, and only the schemas that the kind leads to: a group's document is up to some megabytes. */
export function prunedSchema({ schemas, root }: KindSchema): KindSchema {
  const kept: Record<string, SchemaNode> = {};
  const open: string[] = [];
  const prune = (node: SchemaNode): SchemaNode => {
    if (node.$ref !== undefined) open.push(nameOf(node.$ref));
    const few: SchemaNode = Object.fromEntries(
      CHECKED.filter((key) => key in node).map((key) => [key, node[key]]),
    );
    const { properties, additionalProperties: more, items } = node;
    if (properties)
      few.properties = Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [name, prune(each)]),
      );
    if (more !== undefined) few.additionalProperties = typeof more === "object" ? prune(more) : more;
    if (items) few.items = prune(items);
    for (const key of ["allOf", "anyOf", "oneOf"] as const) if (node[key]) few[key] = node[key].map(prune);
    return few;
  };
  const top = prune(root);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = schemas[name];
    if (node && !(name in kept)) {
      kept[name] = {}; // before what it refers to, which may be itself
      kept[name] = prune(node);
    }
  }
  return { schemas: kept, root: top };
}
