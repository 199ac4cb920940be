import type { KubeCondition } from "#server/domain/kubernetes.ts";
import type { Kind } from "../kind/kind.ts";
import { asText, isObject, valueAt, type JsonObject, type Stored } from "../object.ts";
import { age, since, span } from "./duration.ts";
import { jsonPath } from "./json-path.ts";

export type Cell = string | number | boolean | null;
export interface TableColumn {
  name: string;
  type: string;
  format?: string;
  priority?: number;
  cell: (object: Stored, now: Date) => Cell;
}

const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const none = (text: string) => (text === "" ? "<none>" : text);
const at = (path: string) => (object: Stored) => none(asText(valueAt(object, path)));
const column = (name: string, cell: TableColumn["cell"], priority = 0, type = "string"): TableColumn => ({
  name,
  type,
  cell,
  ...(priority ? { priority } : {}),
});
const NAME: TableColumn = { ...column("Name", ({ metadata }) => metadata.name), format: "name" };
const AGE = column("Age", ({ metadata }, now) => age(metadata.creationTimestamp, now));
const conditionsOf = (object: Stored) =>
  objectsIn(valueAt(object, "status.conditions")) as unknown as KubeCondition[];
const holds = (object: Stored, type: string) =>
  conditionsOf(object).some((condition) => condition.type === type && condition.status === "True");
const containersOf = (path: string) => (object: Stored) => objectsIn(valueAt(object, `${path}.containers`));
const joined = (path: string, field: string) => (object: Stored) =>
  none(
    containersOf(path)(object)
      .map((container) => asText(container[field]))
      .join(","),
  );
const selectorOf = (path: string) => (object: Stored) => {
  const labels = valueAt(object, path);
  return none(
    isObject(labels)
      ? Object.entries(labels)
          .map(([key, value]) => `${key}=${asText(value)}`)
          .join(",")
      : "",
  );
};

function jobStatus(job: Stored): string {
  if (holds(job, "Complete")) return "Complete";
  if (holds(job, "Failed")) return "Failed";
  if (job.metadata.deletionTimestamp) return "Terminating";
  if (holds(job, "Suspended")) return "Suspended";
  if (holds(job, "FailureTarget")) return "FailureTarget";
  if (holds(job, "SuccessCriteriaMet")) return "SuccessCriteriaMet";
  return "Running";
}
function jobCompletions(job: Stored): string {
  const succeeded = asText(valueAt(job, "status.succeeded") ?? 0);
  const completions = valueAt(job, "spec.completions");
  if (typeof completions === "number") return `${succeeded}/${completions}`;
  const parallelism = Number(valueAt(job, "spec.parallelism") ?? 1);
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}
function jobDuration(job: Stored, now: Date): string {
  const startedAt = valueAt(job, "status.startTime");
  if (typeof startedAt !== "string") return "";
  const endedAt = valueAt(job, "status.completionTime");
  return span(
    typeof endedAt === "string" ? Date.parse(endedAt) - Date.parse(startedAt) : +now - Date.parse(startedAt),
  );
}

function podReady(pod: Stored): string {
  const statuses = objectsIn(valueAt(pod, "status.containerStatuses"));
  return `${statuses.filter((status) => status["ready"] === true).length}/${containersOf("spec")(pod).length}`;
}
function podStatus(pod: Stored): string {
  if (pod.metadata.deletionTimestamp) return "Terminating";
  const reason = asText(valueAt(pod, "status.reason"));
  const phase = asText(valueAt(pod, "status.phase"));
  const states = objectsIn(valueAt(pod, "status.containerStatuses")).map((status) => status["state"]);
  const said = states.map((state) =>
    asText(valueAt(state, "waiting.reason") ?? valueAt(state, "terminated.reason")),
  );
  return reason || said.find(Boolean) || (phase === "Succeeded" ? "Completed" : phase);
}
const podRestarts = (pod: Stored) =>
  objectsIn(valueAt(pod, "status.containerStatuses")).reduce(
    (sum, status) => sum + Number(status["restartCount"] ?? 0),
    0,
  );

function nodeStatus(node: Stored): string {
  const ready = conditionsOf(node).find((condition) => condition.type === "Ready");
  const words = [ready ? (ready.status === "True" ? "Ready" : "NotReady") : "Unknown"];
  if (valueAt(node, "spec.unschedulable") === true) words.push("SchedulingDisabled");
  return words.join(",");
}
const ROLE = "node-role.kubernetes.io/";
const nodeRoles = ({ metadata }: Stored) =>
  none(
    Object.keys(metadata.labels ?? {})
      .filter((key) => key.startsWith(ROLE))
      .map((key) => key.slice(ROLE.length))
      .join(","),
  );
const nodeAddress = (type: string) => (node: Stored) =>
  none(
    asText(
      objectsIn(valueAt(node, "status.addresses")).find((address) => address["type"] === type)?.["address"],
    ),
  );

const lastSeen = (event: Stored, now: Date) =>
  age(
    asText(valueAt(event, "series.lastObservedTime") ?? event["lastTimestamp"] ?? event["eventTime"]) ||
      event.metadata.creationTimestamp,
    now,
  );
const involved = (event: Stored) =>
  `${asText(valueAt(event, "involvedObject.kind")).toLowerCase()}/${asText(valueAt(event, "involvedObject.name"))}`;
const source = (event: Stored) =>
  [valueAt(event, "source.component") ?? event["reportingComponent"], valueAt(event, "source.host")]
    .filter(Boolean)
    .map(asText)
    .join(", ");
const sizeOf =
  (...fields: string[]) =>
  (object: Stored) =>
    fields.reduce((sum, field) => sum + (isObject(object[field]) ? Object.keys(object[field]).length : 0), 0);

const COLUMNS: Record<string, readonly TableColumn[]> = {
  jobs: [
    column("Status", jobStatus),
    column("Completions", jobCompletions),
    column("Duration", jobDuration),
    AGE,
    column("Containers", joined("spec.template.spec", "name"), 1),
    column("Images", joined("spec.template.spec", "image"), 1),
    column("Selector", selectorOf("spec.selector.matchLabels"), 1),
  ],
  cronjobs: [
    column("Schedule", at("spec.schedule")),
    column("Timezone", at("spec.timeZone")),
    column("Suspend", (cronJob) => (valueAt(cronJob, "spec.suspend") === true ? "True" : "False")),
    column("Active", (cronJob) => objectsIn(valueAt(cronJob, "status.active")).length, 0, "integer"),
    column("Last Schedule", (cronJob, now) =>
      since(valueAt(cronJob, "status.lastScheduleTime"), now, "<none>"),
    ),
    AGE,
    column("Containers", joined("spec.jobTemplate.spec.template.spec", "name"), 1),
    column("Images", joined("spec.jobTemplate.spec.template.spec", "image"), 1),
  ],
  pods: [
    column("Ready", podReady),
    column("Status", podStatus),
    column("Restarts", podRestarts, 0, "string"),
    AGE,
    column("IP", at("status.podIP"), 1),
    column("Node", at("spec.nodeName"), 1),
    column("Nominated Node", at("status.nominatedNodeName"), 1),
    column("Readiness Gates", () => "<none>", 1),
  ],
  nodes: [
    column("Status", nodeStatus),
    column("Roles", nodeRoles),
    AGE,
    column("Version", at("status.nodeInfo.kubeletVersion")),
    column("Internal-IP", nodeAddress("InternalIP"), 1),
    column("External-IP", nodeAddress("ExternalIP"), 1),
    column("OS-Image", at("status.nodeInfo.osImage"), 1),
    column("Kernel-Version", at("status.nodeInfo.kernelVersion"), 1),
    column("Container-Runtime", at("status.nodeInfo.containerRuntimeVersion"), 1),
  ],
  namespaces: [column("Status", at("status.phase")), AGE],
  configmaps: [column("Data", sizeOf("data", "binaryData"), 0, "integer"), AGE],
  secrets: [column("Type", at("type")), column("Data", sizeOf("data"), 0, "integer"), AGE],
  leases: [column("Holder", at("spec.holderIdentity")), AGE],
  priorityclasses: [
    column("Value", (object) => Number(object["value"] ?? 0), 0, "integer"),
    column("Global-Default", (object) => object["globalDefault"] === true, 0, "boolean"),
    AGE,
    column("PreemptionPolicy", at("preemptionPolicy")),
  ],
  customresourcedefinitions: [
    column("Created At", ({ metadata }) => metadata.creationTimestamp ?? "", 0, "date"),
  ],
  mutatingwebhookconfigurations: [
    column("Webhooks", (object) => objectsIn(object["webhooks"]).length, 0, "integer"),
    AGE,
  ],
  events: [
    column("Last Seen", lastSeen),
    column("Type", at("type")),
    column("Reason", at("reason")),
    column("Object", involved),
    column("Subobject", (event) => asText(valueAt(event, "involvedObject.fieldPath")), 1),
    column("Source", source, 1),
    column("Message", (event) => asText(event["message"])),
    column("First Seen", (event, now) => since(event["firstTimestamp"], now, "<unknown>"), 1),
    column("Count", (event) => Number(event["count"] ?? 1), 1, "integer"),
    column("Name", ({ metadata }) => metadata.name, 1),
  ],
};

function customCell(object: Stored, path: string, type: string, now: Date): Cell {
  const [value] = jsonPath(object, path);
  if (value === undefined || value === null) return null;
  if (type === "date") return age(asText(value), now);
  return typeof value === "number" || typeof value === "boolean" ? value : asText(value);
}

/** The columns in which `kubectl get` shows a kind. */
export function columnsOf(kind: Kind): readonly TableColumn[] {
  if (kind.columns)
    return [
      NAME,
      ...kind.columns.map(({ name, type, priority, jsonPath: path }) =>
        column(name, (object, now) => customCell(object, path, type, now), priority, type),
      ),
    ];
  const own = COLUMNS[kind.plural] ?? [AGE];
  return kind.plural === "events" ? own : [NAME, ...own];
}
