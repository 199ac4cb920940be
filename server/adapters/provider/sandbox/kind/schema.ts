import * as models from "@kubernetes/client-node";

/** The part of a structural OpenAPI v3 schema that the server acts on; the same shape for built-in kinds and CRDs. */
export interface Schema {
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  enum?: unknown[];
  default?: unknown;
  nullable?: boolean;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  "x-kubernetes-int-or-string"?: boolean;
  "x-kubernetes-embedded-resource"?: boolean;
  "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  "x-kubernetes-list-map-keys"?: string[];
  "x-kubernetes-map-type"?: "atomic" | "granular";
  "x-kubernetes-validations"?: unknown[];
}

interface Attribute {
  baseName: string;
  type: string;
  format: string;
}
interface Model {
  getAttributeTypeMap(): Attribute[];
}

/** Merge keys of the lists in the kinds we hold, by field name; every other list is replaced whole. */
const LIST_KEYS: Record<string, string[]> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  env: ["name"],
  ports: ["containerPort", "protocol"],
  volumes: ["name"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  imagePullSecrets: ["name"],
  hostAliases: ["ip"],
  topologySpreadConstraints: ["topologyKey", "whenUnsatisfiable"],
  conditions: ["type"],
  ownerReferences: ["uid"],
  addresses: ["type"],
  webhooks: ["name"],
};
const SETS = new Set(["finalizers", "podCIDRs"]);
const ATOMIC_MODELS = new Set([
  "V1LabelSelector",
  "V1NodeSelector",
  "V1NodeSelectorTerm",
  "V1ObjectReference",
  "V1LocalObjectReference",
  "V1ConfigMapKeySelector",
  "V1SecretKeySelector",
  "V1ObjectFieldSelector",
  "V1ResourceFieldSelector",
]);
const OPAQUE: Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const QUANTITIES = new Set(["requests", "limits", "capacity", "allocatable", "hard"]);

const made = new Map<string, Schema>();

function scalar(type: string, format: string): Schema {
  if (type === "IntOrString") return { "x-kubernetes-int-or-string": true };
  if (type === "number") return { type: format.startsWith("int") ? "integer" : "number" };
  if (type === "boolean") return { type };
  if (type === "any" || type === "object") return { "x-kubernetes-preserve-unknown-fields": true };
  return { type: "string" };
}

function listOf(field: string, items: Schema): Schema {
  const keys = LIST_KEYS[field];
  if (keys && items.properties && keys.every((key) => items.properties?.[key]))
    return { type: "array", items, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": keys };
  return { type: "array", items, "x-kubernetes-list-type": SETS.has(field) ? "set" : "atomic" };
}

function schemaOfType(field: string, type: string, format: string): Schema {
  const list = /^Array<(.+)>$/.exec(type)?.[1];
  if (list !== undefined) return listOf(field, schemaOfType("", list, format));
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (map !== undefined) {
    const values = QUANTITIES.has(field)
      ? { "x-kubernetes-int-or-string": true }
      : schemaOfType("", map, format);
    const schema: Schema = { type: "object", additionalProperties: values };
    return field === "nodeSelector" ? { ...schema, "x-kubernetes-map-type": "atomic" } : schema;
  }
  return modelSchema(type) ?? scalar(type, format);
}

/** The schema of a client model such as `V1Job`, read from its attribute table: what to keep, and of which type. */
export function modelSchema(name: string): Schema | undefined {
  const known = made.get(name);
  if (known) return known;
  if (name === "V1JSONSchemaProps") return OPAQUE; // refers to itself
  if (name === "V1MicroTime") return { type: "string" };
  const model = (models as Record<string, unknown>)[name] as Model | undefined;
  if (typeof model?.getAttributeTypeMap !== "function") return undefined;
  const properties: Record<string, Schema> = {};
  for (const { baseName, type, format } of model.getAttributeTypeMap())
    properties[baseName] = schemaOfType(baseName, type, format);
  const schema: Schema = { type: "object", properties };
  if (ATOMIC_MODELS.has(name)) schema["x-kubernetes-map-type"] = "atomic";
  if (name === "V1ManagedFieldsEntry") properties["fieldsV1"] = OPAQUE;
  made.set(name, schema);
  return schema;
}

/** metadata as every kind has it. */
export const metaSchema = (): Schema => modelSchema("V1ObjectMeta") ?? OPAQUE;
