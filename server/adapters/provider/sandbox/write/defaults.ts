import { asText, childOf, equal, isObject, type JsonObject, type Stored, valueAt } from "../object.ts";
import type { Kind } from "../kind/kind.ts";
import { establish } from "./definition.ts";

const setDefault = (object: JsonObject, field: string, value: unknown) => {
  object[field] ??= value;
};
const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

function defaultContainer(container: JsonObject): void {
  setDefault(container, "resources", {});
  setDefault(container, "terminationMessagePath", "/dev/termination-log");
  setDefault(container, "terminationMessagePolicy", "File");
  const image = typeof container["image"] === "string" ? container["image"] : "";
  const tag = /:([^:/@]+)$/.exec(image)?.[1];
  const pinned = image.includes("@") || (tag !== undefined && tag !== "latest");
  setDefault(container, "imagePullPolicy", pinned ? "IfNotPresent" : "Always");
  for (const port of objectsIn(container["ports"])) setDefault(port, "protocol", "TCP");
  const resources = childOf(container, "resources");
  const { limits, requests } = resources;
  if (isObject(limits)) resources["requests"] = { ...limits, ...(isObject(requests) ? requests : {}) };
}

function defaultPodSpec(spec: JsonObject): void {
  setDefault(spec, "restartPolicy", "Always");
  setDefault(spec, "terminationGracePeriodSeconds", 30);
  setDefault(spec, "dnsPolicy", "ClusterFirst");
  setDefault(spec, "securityContext", {});
  setDefault(spec, "schedulerName", "default-scheduler");
  for (const list of ["containers", "initContainers"])
    for (const container of objectsIn(spec[list])) defaultContainer(container);
  if (typeof spec["serviceAccountName"] === "string")
    setDefault(spec, "serviceAccount", spec["serviceAccountName"]);
}

function defaultJobSpec(spec: JsonObject): void {
  if (spec["completions"] === undefined && spec["parallelism"] === undefined) spec["completions"] = 1;
  setDefault(spec, "parallelism", 1);
  setDefault(spec, "backoffLimit", spec["backoffLimitPerIndex"] === undefined ? 6 : 2_147_483_647);
  setDefault(spec, "completionMode", "NonIndexed");
  setDefault(spec, "suspend", false);
  setDefault(spec, "manualSelector", false);
  setDefault(spec, "podReplacementPolicy", spec["podFailurePolicy"] ? "Failed" : "TerminatingOrFailed");
  const template = childOf(spec, "template");
  const podSpec = childOf(template, "spec");
  const restartPolicy = podSpec["restartPolicy"];
  defaultPodSpec(podSpec);
  if (restartPolicy === undefined) delete podSpec["restartPolicy"]; // a Job must name its own
}

const DEFAULTS: Record<string, (object: Stored) => void> = {
  pods(pod) {
    const spec = childOf(pod, "spec");
    defaultPodSpec(spec);
    setDefault(spec, "enableServiceLinks", true);
  },
  jobs(job) {
    const spec = childOf(job, "spec");
    defaultJobSpec(spec);
    const labels = valueAt(spec, "template.metadata.labels");
    if (isObject(labels)) job.metadata.labels ??= { ...labels } as Record<string, string>;
  },
  cronjobs(cronJob) {
    const spec = childOf(cronJob, "spec");
    setDefault(spec, "concurrencyPolicy", "Allow");
    setDefault(spec, "suspend", false);
    setDefault(spec, "successfulJobsHistoryLimit", 3);
    setDefault(spec, "failedJobsHistoryLimit", 1);
    const template = childOf(childOf(spec, "jobTemplate"), "spec");
    const podSpec = childOf(childOf(template, "template"), "spec");
    const restartPolicy = podSpec["restartPolicy"];
    defaultPodSpec(podSpec);
    if (restartPolicy === undefined) delete podSpec["restartPolicy"];
  },
  namespaces(namespace) {
    namespace.metadata.labels = {
      ...namespace.metadata.labels,
      "kubernetes.io/metadata.name": namespace.metadata.name,
    };
  },
  secrets(secret) {
    setDefault(secret, "type", "Opaque");
    const plain = secret["stringData"];
    if (!isObject(plain)) return;
    const data = childOf(secret, "data");
    for (const [key, value] of Object.entries(plain))
      data[key] = Buffer.from(String(value)).toString("base64");
    delete secret["stringData"];
  },
  nodes(node) {
    childOf(node, "spec");
    const status = node["status"];
    if (isObject(status) && isObject(status["capacity"]))
      setDefault(status, "allocatable", { ...status["capacity"] });
  },
  events(event) {
    for (const field of ["source", "involvedObject"]) setDefault(event, field, {});
    setDefault(event, "type", "Normal");
  },
  priorityclasses(priorityClass) {
    setDefault(priorityClass, "preemptionPolicy", "PreemptLowerPriority");
  },
  mutatingwebhookconfigurations(configuration) {
    for (const webhook of objectsIn(configuration["webhooks"])) {
      setDefault(webhook, "failurePolicy", "Fail");
      setDefault(webhook, "matchPolicy", "Equivalent");
      setDefault(webhook, "namespaceSelector", {});
      setDefault(webhook, "objectSelector", {});
      setDefault(webhook, "reinvocationPolicy", "Never");
      setDefault(webhook, "timeoutSeconds", 10);
      for (const rule of objectsIn(webhook["rules"])) setDefault(rule, "scope", "*");
    }
  },
  customresourcedefinitions(definition) {
    const spec = childOf(definition, "spec");
    setDefault(spec, "conversion", { strategy: "None" });
    const names = childOf(spec, "names");
    const kind = asText(names["kind"]);
    setDefault(names, "singular", kind.toLowerCase());
    setDefault(names, "listKind", `${kind}List`);
    for (const version of objectsIn(spec["versions"]))
      for (const column of objectsIn(version["additionalPrinterColumns"]))
        if (column["priority"] === 0) delete column["priority"];
  },
};

/** What the real server fills in when it reads an object of a built-in kind. Idempotent. */
export function applyDefaults(kind: Kind, object: Stored): void {
  if (!kind.custom) DEFAULTS[kind.plural]?.(object);
}

/** What the real server sets once, at creation, after everyone else has had their say. */
export function prepareCreate(kind: Kind, object: Stored, now: Date): void {
  if (kind.custom) {
    if (kind.status) delete object["status"];
    return;
  }
  switch (kind.plural) {
    case "pods":
      object["status"] = { phase: "Pending", qosClass: qosClass(object) };
      preparePod(childOf(object, "spec"));
      break;
    case "jobs":
      object["status"] = {};
      prepareJob(object);
      break;
    case "cronjobs":
      object["status"] = {};
      break;
    case "customresourcedefinitions":
      establish(object, now);
      break;
    case "namespaces":
      childOf(object, "spec")["finalizers"] = ["kubernetes"];
      object["status"] = { phase: "Active" };
      break;
    default:
  }
}

const NOT_READY = ["not-ready", "unreachable"].map((taint) => ({
  key: `node.kubernetes.io/${taint}`,
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: 300,
}));

function preparePod(spec: JsonObject): void {
  setDefault(spec, "serviceAccountName", "default");
  setDefault(spec, "serviceAccount", spec["serviceAccountName"]);
  setDefault(spec, "priority", 0);
  setDefault(spec, "preemptionPolicy", "PreemptLowerPriority");
  const tolerations = objectsIn(spec["tolerations"]);
  const missing = NOT_READY.filter(
    ({ key }) =>
      !tolerations.some(
        (own) => own["key"] === key || (own["key"] === undefined && own["operator"] === "Exists"),
      ),
  );
  spec["tolerations"] = [...tolerations, ...missing];
}

function prepareJob(job: Stored): void {
  const spec = childOf(job, "spec");
  if (spec["manualSelector"] === true) return;
  const uid = job.metadata.uid ?? "";
  const labels = childOf(childOf(childOf(spec, "template"), "metadata"), "labels");
  const inherits = equal(job.metadata.labels ?? {}, labels);
  for (const prefix of ["", "batch.kubernetes.io/"]) {
    labels[`${prefix}controller-uid`] = uid;
    labels[`${prefix}job-name`] = job.metadata.name;
  }
  if (inherits) job.metadata.labels = { ...labels } as Record<string, string>;
  spec["selector"] = { matchLabels: { "batch.kubernetes.io/controller-uid": uid } };
}

function qosClass(pod: Stored): string {
  const containers = objectsIn(childOf(pod, "spec")["containers"]);
  const resources = containers.map((container) => childOf(container, "resources"));
  const sizes = (side: string) => resources.map((each) => (isObject(each[side]) ? each[side] : {}));
  const limits = sizes("limits");
  const requests = sizes("requests");
  if ([...limits, ...requests].every((size) => Object.keys(size).length === 0)) return "BestEffort";
  const guaranteed = limits.every(
    (limit, index) =>
      limit["cpu"] !== undefined &&
      limit["memory"] !== undefined &&
      requests[index]?.["cpu"] === limit["cpu"] &&
      requests[index]["memory"] === limit["memory"],
  );
  return guaranteed ? "Guaranteed" : "Burstable";
}
