import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { installKinds } from "#server/adapters/kubernetes/install.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { objectsIn } from "./charts/helm.ts";

const FOLDER = "deploy/samples";
const NOT_HERE = ["EC2NodeClass"]; // AWS's kinds are in no module that we pin
const samples = readdirSync(FOLDER)
  .flatMap((file) => objectsIn(readFileSync(`${FOLDER}/${file}`, "utf8")))
  .filter(({ kind }) => !NOT_HERE.includes(kind));

let kube: KubeClient;

beforeAll(async () => {
  kube = createKubeClient(inject("kubeconfig"));
  await installKinds(kube, AbortSignal.timeout(30_000));
  const engines = await haveEngines({ env: process.env, say: () => undefined });
  for (const crd of objectsIn(readFileSync(engines["karpenter-crds.yaml"], "utf8"))) await apply(crd);
  await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "batch" } });
});
afterAll(async () => {
  await kube.json("/api/v1/namespaces/batch", { method: "DELETE" });
  await kube.close();
});

const apply = async (object: KubeObject, dryRun = false): Promise<KubeObject> =>
  kube.json(await createObjectPaths(kube)(object), {
    method: "PATCH",
    body: object,
    contentType: "application/apply-patch+yaml",
    query: {
      fieldManager: "samples-test",
      force: true,
      fieldValidation: "Strict",
      dryRun: dryRun ? "All" : undefined,
    },
  });

/** A kind is served a moment after its definition is taken. */
async function applySoon(object: KubeObject): Promise<KubeObject> {
  for (let left = 50; ; left -= 1) {
    try {
      return await apply(object, true);
    } catch (error) {
      if (left === 0 || !/has no kind|not found/.test(String(error))) throw error;
      await sleep(100);
    }
  }
}

test.each(samples.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
  "a real API server knows every field of the sample %s",
  async (_, object) => {
    expect((await applySoon(object)).metadata.name).toBe(object.metadata.name);
  },
);
