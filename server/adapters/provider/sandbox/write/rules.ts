import type { Kind } from "../kind/kind.ts";
import { clone, equal, isObject, valueAt, type JsonObject, type Stored } from "../object.ts";
import { fieldError, type FieldError } from "../status.ts";
import type { Core } from "./core.ts";
import { definitionErrors } from "./definition.ts";

type Rule = (object: Stored, live: Stored | undefined, core: Core) => FieldError[];

const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

function containerErrors(spec: unknown, at: string): FieldError[] {
  const containers = objectsIn(valueAt(spec, "containers"));
  if (containers.length === 0) return [fieldError.required(`${at}.containers`)];
  return containers.flatMap((container, index) => {
    const path = `${at}.containers[${index}]`;
    return ["name", "image"].flatMap((field) =>
      container[field] ? [] : [fieldError.required(`${path}.${field}`)],
    );
  });
}

function countErrors(object: unknown, at: string, fields: readonly string[]): FieldError[] {
  return fields.flatMap((field) => {
    const value = valueAt(object, field);
    return typeof value === "number" && value < 0
      ? [fieldError.invalid(`${at}.${field}`, value, "must be greater than or equal to 0")]
      : [];
  });
}

function jobSpecErrors(spec: unknown, at: string): FieldError[] {
  const policy = valueAt(spec, "template.spec.restartPolicy");
  const restart =
    policy === "Never" || policy === "OnFailure"
      ? []
      : [
          policy === undefined || policy === "Always"
            ? fieldError.required(`${at}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"')
            : fieldError.unsupported(`${at}.template.spec.restartPolicy`, policy, ["OnFailure", "Never"]),
        ];
  return [
    ...countErrors(spec, at, [
      "parallelism",
      "completions",
      "backoffLimit",
      "activeDeadlineSeconds",
      "ttlSecondsAfterFinished",
    ]),
    ...containerErrors(valueAt(spec, "template.spec"), `${at}.template.spec`),
    ...restart,
  ];
}

/** What KEP-2926 lets change in the template of a Job that is suspended and not started. */
function withoutDirectives(template: unknown): unknown {
  if (!isObject(template)) return template;
  const copy = clone(template);
  const metadata: JsonObject = isObject(copy["metadata"]) ? copy["metadata"] : {};
  delete metadata["labels"];
  delete metadata["annotations"];
  if (Object.keys(metadata).length === 0) delete copy["metadata"];
  const spec = copy["spec"];
  if (!isObject(spec)) return copy;
  for (const field of ["nodeSelector", "tolerations", "schedulingGates"]) delete spec[field];
  if (isObject(spec["affinity"])) {
    delete spec["affinity"]["nodeAffinity"];
    if (Object.keys(spec["affinity"]).length === 0) delete spec["affinity"];
  }
  for (const container of objectsIn(spec["containers"])) delete container["resources"];
  return copy;
}

function jobChangeErrors(job: Stored, live: Stored): FieldError[] {
  const immutable = (path: string) => fieldError.invalid(path, valueAt(job, path), "field is immutable");
  const errors: FieldError[] = [];
  for (const path of [
    "spec.selector",
    "spec.completionMode",
    "spec.managedBy",
    "spec.podFailurePolicy",
    "spec.backoffLimitPerIndex",
  ])
    if (!equal(valueAt(job, path), valueAt(live, path))) errors.push(immutable(path));
  const completions = "spec.completions";
  const elastic =
    valueAt(job, "spec.completionMode") === "Indexed" &&
    valueAt(job, completions) === valueAt(job, "spec.parallelism");
  if (!elastic && valueAt(job, completions) !== valueAt(live, completions))
    errors.push(immutable(completions));
  const mutable = valueAt(live, "spec.suspend") === true && valueAt(live, "status.startTime") === undefined;
  const seen = (object: Stored) => {
    const template = valueAt(object, "spec.template");
    return mutable ? withoutDirectives(template) : template;
  };
  if (!equal(seen(job), seen(live))) errors.push(immutable("spec.template"));
  return errors;
}

function podChangeErrors(pod: Stored, live: Stored): FieldError[] {
  const seen = (object: Stored) => {
    const spec = clone(object.spec) as JsonObject;
    for (const field of [
      "activeDeadlineSeconds",
      "terminationGracePeriodSeconds",
      "tolerations",
      "schedulingGates",
    ])
      delete spec[field];
    if (valueAt(live, "spec.nodeName") === undefined) delete spec["nodeName"];
    for (const list of ["containers", "initContainers"])
      for (const container of objectsIn(spec[list])) delete container["image"];
    return spec;
  };
  if (equal(seen(pod), seen(live))) return [];
  return [
    fieldError.forbidden(
      "spec",
      "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
    ),
  ];
}

function dataErrors(object: Stored, live: Stored | undefined): FieldError[] {
  const keys = ["data", "binaryData"].flatMap((field) =>
    isObject(object[field]) ? Object.keys(object[field]).map((key) => ({ field, key })) : [],
  );
  const wrong = keys
    .filter(({ key }) => !DATA_KEY.test(key))
    .map(({ field, key }) => fieldError.invalid(`${field}[${key}]`, key, DATA_KEY_RULE));
  return [...wrong, ...frozenDataErrors(object, live)];
}

function frozenDataErrors(object: Stored, live: Stored | undefined): FieldError[] {
  if (live?.["immutable"] !== true) return [];
  return ["data", "binaryData"].flatMap((field) =>
    equal(object[field], live[field])
      ? []
      : [fieldError.forbidden(field, "field is immutable when `immutable` is set")],
  );
}

const DATA_KEY = /^[-._a-zA-Z0-9]{1,253}$/;
const DATA_KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const CRON = /^(@\w+|(\S+\s+){4}\S+)$/;
const RULES: Record<string, Rule> = {
  configmaps: dataErrors,
  secrets: (secret, live) => [
    ...dataErrors(secret, live),
    ...(live && secret["type"] !== live["type"]
      ? [fieldError.invalid("type", secret["type"], "field is immutable")]
      : []),
  ],
  pods: (pod, live) => [...containerErrors(pod.spec, "spec"), ...(live ? podChangeErrors(pod, live) : [])],
  jobs: (job, live) => [...jobSpecErrors(job.spec, "spec"), ...(live ? jobChangeErrors(job, live) : [])],
  cronjobs(cronJob) {
    const schedule = valueAt(cronJob, "spec.schedule");
    const errors = jobSpecErrors(valueAt(cronJob, "spec.jobTemplate.spec"), "spec.jobTemplate.spec");
    if (!schedule) errors.push(fieldError.required("spec.schedule"));
    else if (typeof schedule !== "string" || !CRON.test(schedule))
      errors.push(fieldError.invalid("spec.schedule", schedule, "expected exactly 5 fields"));
    return errors;
  },
  leases(lease) {
    const seconds = valueAt(lease, "spec.leaseDurationSeconds");
    return typeof seconds === "number" && seconds <= 0
      ? [fieldError.invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0")]
      : [];
  },
  events(event) {
    const namespace = valueAt(event, "involvedObject.namespace");
    return (namespace ?? "default") === event.metadata.namespace
      ? []
      : [fieldError.invalid("involvedObject.namespace", namespace ?? "", "does not match event.namespace")];
  },
  priorityclasses: (priorityClass, live) =>
    live && priorityClass["value"] !== live["value"]
      ? [fieldError.forbidden("value", "may not be changed in an update.")]
      : [],
  mutatingwebhookconfigurations: (configuration) =>
    objectsIn(configuration["webhooks"]).flatMap((webhook, index) =>
      webhookErrors(webhook, `webhooks[${index}]`),
    ),
  customresourcedefinitions: definitionErrors,
};

function webhookErrors(webhook: JsonObject, at: string): FieldError[] {
  const errors: FieldError[] = [];
  if (String(webhook["name"]).split(".").length < 3)
    errors.push(
      fieldError.invalid(
        `${at}.name`,
        webhook["name"],
        "should be a domain with at least three segments separated by dots",
      ),
    );
  const effects = webhook["sideEffects"];
  if (effects === undefined)
    errors.push(fieldError.required(`${at}.sideEffects`, "must specify one of None, NoneOnDryRun"));
  else if (effects !== "None" && effects !== "NoneOnDryRun")
    errors.push(fieldError.unsupported(`${at}.sideEffects`, effects, ["None", "NoneOnDryRun"]));
  const versions = webhook["admissionReviewVersions"];
  if (!Array.isArray(versions) || versions.length === 0)
    errors.push(fieldError.required(`${at}.admissionReviewVersions`, "must specify one of v1, v1beta1"));
  const url = valueAt(webhook, "clientConfig.url");
  const service = valueAt(webhook, "clientConfig.service");
  if ((url === undefined) === (service === undefined))
    errors.push(fieldError.required(`${at}.clientConfig`, "exactly one of url or service is required"));
  if (typeof url === "string" && !url.startsWith("https://"))
    errors.push(fieldError.invalid(`${at}.clientConfig.url`, url, "'https' is the only allowed URL scheme"));
  return errors;
}

/** The rules of one built-in kind that matter to its users. */
export function builtInErrors(
  core: Core,
  kind: Kind,
  object: Stored,
  live: Stored | undefined,
): FieldError[] {
  return RULES[kind.plural]?.(object, live, core) ?? [];
}
