import { randomBytes } from "node:crypto";

/** One group a run, so that runs against a lasting server do not meet. */
export const GROUP = `contract-${randomBytes(4).toString("hex")}.example.com`;
export const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
export const NAME = `widgets.${GROUP}`;

export const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: NAME },
  spec: {
    group: GROUP,
    scope: "Namespaced",
    names: {
      plural: "widgets",
      singular: "widget",
      kind: "Widget",
      shortNames: ["wd"],
      categories: ["contract"],
    },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        additionalPrinterColumns: [
          { name: "Size", type: "integer", jsonPath: ".spec.size" },
          { name: "Ready", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
          { name: "Mode", type: "string", jsonPath: ".spec.mode", priority: 1 },
        ],
        schema: {
          openAPIV3Schema: {
            type: "object",
            required: ["spec"],
            properties: {
              spec: {
                type: "object",
                required: ["size"],
                properties: {
                  size: { type: "integer", minimum: 1, maximum: 10 },
                  mode: { type: "string", enum: ["fast", "slow"], default: "slow" },
                  pattern: { type: "string", pattern: "^[a-z]+$", maxLength: 5 },
                  nested: {
                    type: "object",
                    default: {},
                    properties: { deep: { type: "boolean", default: true } },
                  },
                  tags: {
                    type: "array",
                    items: { type: "string" },
                    maxItems: 2,
                    "x-kubernetes-list-type": "set",
                  },
                  ports: {
                    type: "array",
                    "x-kubernetes-list-type": "map",
                    "x-kubernetes-list-map-keys": ["name"],
                    items: {
                      type: "object",
                      required: ["name"],
                      properties: { name: { type: "string" }, port: { type: "integer" } },
                    },
                  },
                  free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
                  either: { "x-kubernetes-int-or-string": true },
                },
              },
              status: {
                type: "object",
                properties: {
                  phase: { type: "string" },
                  conditions: {
                    type: "array",
                    items: {
                      type: "object",
                      properties: { type: { type: "string" }, status: { type: "string" } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

export const widget = (name: string, spec: object) => ({
  apiVersion: `${GROUP}/v1`,
  kind: "Widget",
  metadata: { name },
  spec,
});
