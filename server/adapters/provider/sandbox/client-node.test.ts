import {
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  Watch,
  type V1ConfigMap,
  type V1Job,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "./testing.ts";

const job = (name: string): V1Job => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, namespace: "default", labels: { made: "yes" } },
  spec: {
    suspend: true,
    template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox" }] } },
  },
});

describe("@kubernetes/client-node", () => {
  let started: Awaited<ReturnType<typeof startSandbox>>;
  const config = new KubeConfig();
  beforeAll(async () => {
    started = await startSandbox();
    config.loadFromString(started.sandbox.kubeconfig());
  });
  afterAll(() => started.end());

  test("creates, lists by label and deletes", async () => {
    const batch = config.makeApiClient(BatchV1Api);
    const made = await batch.createNamespacedJob({ namespace: "default", body: job("typed") });
    expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date);
    const { items } = await batch.listNamespacedJob({ namespace: "default", labelSelector: "made=yes" });
    expect(items.map((item) => item.metadata?.name)).toEqual(["typed"]);
    await batch.deleteNamespacedJob({ name: "typed", namespace: "default", propagationPolicy: "Background" });
    await expect(batch.readNamespacedJob({ name: "typed", namespace: "default" })).rejects.toMatchObject({
      code: 404,
    });
  });

  test("watches from a list's version", async () => {
    const core = config.makeApiClient(CoreV1Api);
    const { metadata } = await core.listNamespacedConfigMap({ namespace: "default" });
    let stop: AbortController | undefined;
    const event = new Promise<{ type: string; name: string | undefined }>((resolve, reject) => {
      const path = "/api/v1/namespaces/default/configmaps";
      new Watch(config)
        .watch(
          path,
          { resourceVersion: metadata?.resourceVersion },
          (type, object: V1ConfigMap) => resolve({ type, name: object.metadata?.name }),
          () => {},
        )
        .then((controller) => (stop = controller), reject);
    });
    await core.createNamespacedConfigMap({ namespace: "default", body: { metadata: { name: "watched" } } });
    expect(await event).toEqual({ type: "ADDED", name: "watched" });
    stop?.abort();
  });

  test("informs of what is there and what comes", async () => {
    const core = config.makeApiClient(CoreV1Api);
    const informer = makeInformer(config, "/api/v1/namespaces", () => core.listNamespace());
    const found = new Promise<void>((resolve) => {
      const seen = new Set<string | undefined>();
      informer.on("add", ({ metadata }) => {
        seen.add(metadata?.name);
        if (seen.has("default") && seen.has("informed")) resolve();
      });
    });
    await informer.start();
    await core.createNamespace({ body: { metadata: { name: "informed" } } });
    await found;
    await informer.stop();
  });

  test("applies server-side", async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const apply = (manager: string, data: Record<string, string>, force = false) =>
      objects.patch<V1ConfigMap>(
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "applied", namespace: "default" }, data },
        undefined,
        undefined,
        manager,
        force,
        PatchStrategy.ServerSideApply,
      );
    await apply("one", { a: "1" });
    await expect(apply("two", { a: "2" })).rejects.toMatchObject({ code: 409 });
    expect((await apply("two", { a: "2" }, true)).data).toEqual({ a: "2" });
  });
});
