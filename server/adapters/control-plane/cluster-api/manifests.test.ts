import { expect, test } from "vitest";
import { prepareManifests } from "./manifests.ts";

const YAML = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: devclusters.infrastructure.cluster.x-k8s.io, labels: {own: kept}}
spec: {group: infrastructure.cluster.x-k8s.io, versions: [{name: v1beta2}]}
---
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: validating-webhook-configuration}
webhooks:
- name: validation.devcluster
  failurePolicy: Fail
  clientConfig: {service: {name: webhook-service, namespace: system, path: /validate-devcluster}}
`;
const prepared = (keepsContract: boolean) =>
  prepareManifests(YAML, { name: "capd", keepsContract, port: 9446, caBundle: "Q0E=" });

test("kinds are converted by the manager on this machine", () => {
  expect(prepared(false).kinds).toMatchObject([
    {
      metadata: { labels: { own: "kept" } },
      spec: {
        group: "infrastructure.cluster.x-k8s.io",
        conversion: {
          strategy: "Webhook",
          webhook: { clientConfig: { url: "https://127.0.0.1:9446/convert", caBundle: "Q0E=" } },
        },
      },
    },
  ]);
});

test("a provider's kinds say which contracts they keep, the core's do not", () => {
  expect(prepared(true).kinds[0]?.metadata.labels).toEqual({
    own: "kept",
    "cluster.x-k8s.io/v1beta1": "v1beta1",
    "cluster.x-k8s.io/v1beta2": "v1beta2",
  });
  expect(prepared(false).kinds[0]?.metadata.labels).toEqual({ own: "kept" });
});

test("webhooks are asked by URL, under a name of the manager's own", () => {
  expect(prepared(true).webhooks).toMatchObject([
    {
      metadata: { name: "capd-validating-webhook-configuration" },
      webhooks: [
        {
          failurePolicy: "Fail",
          clientConfig: { url: "https://127.0.0.1:9446/validate-devcluster", caBundle: "Q0E=" },
        },
      ],
    },
  ]);
  expect(prepared(true).webhooks[0]?.webhooks[0]?.clientConfig).not.toHaveProperty("service");
});
