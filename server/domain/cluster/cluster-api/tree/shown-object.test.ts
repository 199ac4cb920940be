import { expect, test } from "vitest";
import { HIDDEN, shownObject } from "./shown-object.ts";

const config = (spec: object) => ({
  apiVersion: "bootstrap.cluster.x-k8s.io/v1beta2",
  kind: "KubeadmConfig",
  metadata: {
    name: "w1",
    managedFields: [{ manager: "capi" }],
    annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" },
  },
  spec,
});

test.each([
  ["a join token", { discovery: { bootstrapToken: { token: "abcdef.0123456789abcdef" } } }],
  ["a token under another name", { discovery: { tlsBootstrapToken: "abcdef.0123456789abcdef" } }],
  ["a password of a user", { users: [{ name: "ops", passwd: "abcdef.0123456789abcdef" }] }],
  ["what a file holds", { files: [{ path: "/etc/key", content: "abcdef.0123456789abcdef" }] }],
  ["a key of certificates", { initConfiguration: { certificateKey: "abcdef.0123456789abcdef" } }],
])("%s is shown to nobody", (_, spec) => {
  const text = JSON.stringify(shownObject(config(spec)));
  expect(text).not.toContain("abcdef");
  expect(text).toContain(HIDDEN);
});

test("what is no secret stays, without managedFields", () => {
  const shown = shownObject(
    config({ dataSecretName: "w1", files: [{ path: "/etc/key", contentFrom: { secret: { name: "s" } } }] }),
  );
  expect(shown).toEqual({
    apiVersion: "bootstrap.cluster.x-k8s.io/v1beta2",
    kind: "KubeadmConfig",
    metadata: { name: "w1", annotations: { "kubectl.kubernetes.io/last-applied-configuration": HIDDEN } },
    spec: { dataSecretName: "w1", files: [{ path: "/etc/key", contentFrom: { secret: { name: "s" } } }] },
  });
});
