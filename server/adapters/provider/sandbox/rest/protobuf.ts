import type { JsonObject } from "../object.ts";
import { StatusError } from "../status.ts";

export const PROTOBUF = "application/vnd.kubernetes.protobuf";

/**
 * What `kubectl create KIND` writes; it sends these kinds as protobuf. Field numbers as in Kubernetes' generated.proto.
 * `?` after a type: Go writes its zero value too, and zero means absent. `[]`: repeated. A capital: a message.
 */
const MESSAGES: Record<string, Record<number, string>> = {
  Unknown: { 1: "typeMeta TypeMeta", 2: "raw bytes", 3: "contentEncoding string?", 4: "contentType string?" },
  TypeMeta: { 1: "apiVersion string", 2: "kind string" },
  ObjectMeta: {
    1: "name string?",
    2: "generateName string?",
    3: "namespace string?",
    4: "selfLink string?",
    5: "uid string?",
    6: "resourceVersion string?",
    7: "generation int?",
    8: "creationTimestamp Nothing",
    11: "labels map",
    12: "annotations map",
    13: "ownerReferences []OwnerReference",
    14: "finalizers []string",
  },
  OwnerReference: {
    1: "kind string",
    3: "name string",
    4: "uid string",
    5: "apiVersion string",
    6: "controller bool",
    7: "blockOwnerDeletion bool",
  },
  Namespace: { 1: "metadata ObjectMeta", 2: "spec NamespaceSpec", 3: "status ignored" },
  NamespaceSpec: { 1: "finalizers []string" },
  ConfigMap: { 1: "metadata ObjectMeta", 2: "data map", 3: "binaryData bytesMap", 4: "immutable bool" },
  Secret: {
    1: "metadata ObjectMeta",
    2: "data bytesMap",
    3: "type string?",
    4: "stringData map",
    5: "immutable bool",
  },
  ServiceAccount: { 1: "metadata ObjectMeta" },
  PriorityClass: {
    1: "metadata ObjectMeta",
    2: "value int",
    3: "globalDefault bool?",
    4: "description string?",
    5: "preemptionPolicy string",
  },
  Job: { 1: "metadata ObjectMeta", 2: "spec JobSpec", 3: "status ignored" },
  JobSpec: {
    1: "parallelism int",
    2: "completions int",
    3: "activeDeadlineSeconds int",
    4: "selector LabelSelector",
    5: "manualSelector bool",
    6: "template PodTemplateSpec",
    7: "backoffLimit int",
    8: "ttlSecondsAfterFinished int",
    9: "completionMode string",
    10: "suspend bool",
    14: "podReplacementPolicy string",
  },
  LabelSelector: { 1: "matchLabels map" },
  CronJob: { 1: "metadata ObjectMeta", 2: "spec CronJobSpec", 3: "status ignored" },
  CronJobSpec: {
    1: "schedule string?",
    2: "startingDeadlineSeconds int",
    3: "concurrencyPolicy string?",
    4: "suspend bool",
    5: "jobTemplate JobTemplateSpec",
    6: "successfulJobsHistoryLimit int",
    7: "failedJobsHistoryLimit int",
    8: "timeZone string",
  },
  JobTemplateSpec: { 1: "metadata ObjectMeta", 2: "spec JobSpec" },
  PodTemplateSpec: { 1: "metadata ObjectMeta", 2: "spec PodSpec" },
  PodSpec: {
    2: "containers []Container",
    3: "restartPolicy string?",
    4: "terminationGracePeriodSeconds int",
    5: "activeDeadlineSeconds int",
    6: "dnsPolicy string?",
    7: "nodeSelector map",
    8: "serviceAccountName string?",
    9: "serviceAccount string?",
    10: "nodeName string?",
    11: "hostNetwork bool?",
    12: "hostPID bool?",
    13: "hostIPC bool?",
    14: "securityContext Nothing",
    16: "hostname string?",
    17: "subdomain string?",
    19: "schedulerName string?",
    22: "tolerations []Toleration",
    24: "priorityClassName string?",
  },
  Toleration: {
    1: "key string?",
    2: "operator string?",
    3: "value string?",
    4: "effect string?",
    5: "tolerationSeconds int",
  },
  Container: {
    1: "name string?",
    2: "image string?",
    3: "command []string",
    4: "args []string",
    5: "workingDir string?",
    7: "env []EnvVar",
    8: "resources Resources",
    13: "terminationMessagePath string?",
    14: "imagePullPolicy string?",
    16: "stdin bool?",
    17: "stdinOnce bool?",
    18: "tty bool?",
    20: "terminationMessagePolicy string?",
  },
  EnvVar: { 1: "name string", 2: "value string?" },
  Resources: { 1: "limits quantities", 2: "requests quantities" },
  Quantity: { 1: "string string?" },
  SelfSubjectAccessReview: { 1: "metadata ObjectMeta", 2: "spec ReviewSpec", 3: "status ignored" },
  ReviewSpec: {
    1: "resourceAttributes ResourceAttributes",
    2: "nonResourceAttributes NonResourceAttributes",
  },
  ResourceAttributes: {
    1: "namespace string?",
    2: "verb string?",
    3: "group string?",
    4: "version string?",
    5: "resource string?",
    6: "subresource string?",
    7: "name string?",
  },
  NonResourceAttributes: { 1: "path string?", 2: "verb string?" },
  Nothing: {},
};

const unreadable = (what: string) =>
  new StatusError(
    415,
    "UnsupportedMediaType",
    `A sandbox cluster reads protobuf of few kinds and not of ${what}; send JSON.`,
  );

type Raw = Buffer | bigint;

function* fieldsIn(message: Buffer): Generator<[number: number, value: Raw]> {
  let offset = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[offset];
      if (byte === undefined || shift > 63n) throw unreadable("a torn message");
      offset += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (offset < message.length) {
    const tag = Number(varint());
    if ((tag & 7) === 0) yield [tag >> 3, varint()];
    else if ((tag & 7) === 2) {
      const end = Number(varint()) + offset;
      if (end > message.length) throw unreadable("a torn message");
      yield [tag >> 3, message.subarray(offset, end)];
      offset = end;
    } else throw unreadable("numbers of fixed width");
  }
}

const MAP_VALUES: Record<string, string> = { map: "string", bytesMap: "base64", quantities: "Quantity" };

function addEntry(present: unknown, entry: Buffer, valueType: string): JsonObject {
  const [key, value] = [...fieldsIn(entry)].map(([, raw]) => raw);
  const shown = value === undefined ? "" : decode(value, valueType);
  const plain = valueType === "Quantity" ? (shown as { string?: string }).string : shown;
  return { ...Object(present), [String(decode(key ?? Buffer.of(), "string"))]: plain };
}

function decode(raw: Raw, type: string): unknown {
  if (typeof raw === "bigint") return type === "bool" ? raw !== 0n : Number(BigInt.asIntN(64, raw));
  if (type === "string") return raw.toString();
  if (type === "base64") return raw.toString("base64");
  return type === "bytes" ? raw : decodeMessage(raw, type);
}

/** Puts one field into the object being read. @throws StatusError 415 when it is unknown */
function setField(object: JsonObject, declared: string | undefined, raw: Raw, at: string): void {
  if (declared === undefined) throw unreadable(at);
  const [name = "", wanted = ""] = declared.split(" ");
  const valueType = MAP_VALUES[wanted];
  if (wanted === "ignored") return;
  if (valueType) object[name] = addEntry(object[name], raw as Buffer, valueType);
  else if (wanted.startsWith("[]"))
    object[name] = [...((object[name] as unknown[] | undefined) ?? []), decode(raw, wanted.slice(2))];
  else {
    const value = decode(raw, wanted.replace("?", ""));
    if (wanted !== "Nothing" && (!wanted.endsWith("?") || value)) object[name] = value;
  }
}

function decodeMessage(message: Buffer, type: string): JsonObject {
  const fields = MESSAGES[type];
  if (!fields) throw unreadable(type);
  const object: JsonObject = {};
  for (const [number, raw] of fieldsIn(message))
    setField(object, fields[number], raw, `field ${number} of ${type}`);
  return object;
}

/** Reads a Kubernetes protobuf body as the object it stands for. @throws StatusError 415 for what it does not know whole */
export function readProtobuf(body: Buffer): JsonObject {
  if (body.subarray(0, 4).toString("latin1") !== "k8s\0") throw unreadable("bodies without its mark");
  const { typeMeta, raw } = decodeMessage(body.subarray(4), "Unknown") as {
    typeMeta?: JsonObject;
    raw?: Buffer;
  };
  const kind = typeMeta?.["kind"];
  if (typeof kind !== "string" || !raw) throw unreadable("bodies without a kind");
  return { ...typeMeta, ...decodeMessage(raw, kind) };
}
