import type { Kind } from "./kind.ts";
import { modelSchema, type Schema } from "./schema.ts";

type Options = Partial<Pick<Kind, "shortNames" | "categories" | "status" | "generation" | "selectable">>;

function kind(
  apiGroup: string,
  name: string,
  plural: string,
  namespaced: boolean,
  model: string,
  options: Options = {},
): Kind {
  return {
    group: apiGroup,
    version: "v1",
    kind: name,
    plural,
    namespaced,
    singular: name.toLowerCase(),
    shortNames: [],
    categories: [],
    status: false,
    generation: false,
    selectable: [],
    storage: apiGroup === "" ? plural : `${plural}.${apiGroup}`,
    storageVersion: "v1",
    schema: () => modelSchema(model) ?? ({} satisfies Schema),
    custom: false,
    ...options,
  };
}

const INVOLVED = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

export const BUILT_IN: readonly Kind[] = [
  kind("", "ConfigMap", "configmaps", true, "V1ConfigMap", { shortNames: ["cm"] }),
  kind("", "Event", "events", true, "CoreV1Event", {
    shortNames: ["ev"],
    selectable: [
      ...INVOLVED.map((field) => `involvedObject.${field}`),
      "reason",
      "reportingComponent",
      "source",
      "type",
    ],
  }),
  kind("", "Namespace", "namespaces", false, "V1Namespace", {
    shortNames: ["ns"],
    status: true,
    selectable: ["status.phase"],
  }),
  kind("", "Node", "nodes", false, "V1Node", {
    shortNames: ["no"],
    status: true,
    selectable: ["spec.unschedulable"],
  }),
  kind("", "Pod", "pods", true, "V1Pod", {
    shortNames: ["po"],
    categories: ["all"],
    status: true,
    generation: true,
    selectable: [
      "spec.nodeName",
      "spec.restartPolicy",
      "spec.schedulerName",
      "spec.serviceAccountName",
      "status.phase",
      "status.podIP",
      "status.nominatedNodeName",
    ],
  }),
  kind("", "Secret", "secrets", true, "V1Secret", { selectable: ["type"] }),
  kind("", "ServiceAccount", "serviceaccounts", true, "V1ServiceAccount", { shortNames: ["sa"] }),
  kind("batch", "CronJob", "cronjobs", true, "V1CronJob", {
    shortNames: ["cj"],
    categories: ["all"],
    status: true,
    generation: true,
  }),
  kind("batch", "Job", "jobs", true, "V1Job", {
    categories: ["all"],
    status: true,
    generation: true,
    selectable: ["status.successful"],
  }),
  kind("coordination.k8s.io", "Lease", "leases", true, "V1Lease"),
  kind("scheduling.k8s.io", "PriorityClass", "priorityclasses", false, "V1PriorityClass", {
    shortNames: ["pc"],
    generation: true,
  }),
  kind(
    "apiextensions.k8s.io",
    "CustomResourceDefinition",
    "customresourcedefinitions",
    false,
    "V1CustomResourceDefinition",
    {
      shortNames: ["crd", "crds"],
      categories: ["api-extensions"],
      status: true,
      generation: true,
    },
  ),
  kind(
    "admissionregistration.k8s.io",
    "MutatingWebhookConfiguration",
    "mutatingwebhookconfigurations",
    false,
    "V1MutatingWebhookConfiguration",
    {
      categories: ["api-extensions"],
      generation: true,
    },
  ),
];
