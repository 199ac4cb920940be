import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LOCAL_FILES } from "#server/adapters/control-plane/engines.ts";
import { findEngines } from "#server/adapters/control-plane/find-engines.ts";
import { createLogger } from "#server/adapters/log.ts";
import { specOfSize } from "#server/domain/cluster/spec.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import { createLocalHost } from "./host.ts";
import { instanceTypesOf } from "./instance-types.ts";
import { localNodePoolOf } from "./node-pool.ts";
import { localProvider } from "./provider.ts";

const cluster = { id: "c1", name: "fjord-1", zone: "DE" };
const spec = specOfSize("small", "local");
const { signal } = new AbortController();
let dataDir: string;
beforeEach(() => void (dataDir = mkdtempSync(path.join(os.tmpdir(), "local-"))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** On a machine without any engine. */
function provider(owned = true) {
  const host = createLocalHost({
    dataDir,
    locks: {
      acquire: () => Promise.resolve(owned),
      release: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    log: createLogger("test", "silent"),
    find: () => findEngines({ XDG_CACHE_HOME: dataDir, HOME: dataDir }, LOCAL_FILES),
  });
  const kubeconfigs = {
    find: () => Promise.resolve(undefined),
    save: () => Promise.resolve(),
    seal: () => Promise.reject(new Error("not needed here")),
  };
  return localProvider({ host, kubeconfigs });
}

test("without the programs it is for a person to bring them, and one command does", async () => {
  const attempt = provider().apply("etcd", cluster, spec, signal);
  await expect(attempt).rejects.toThrow(UserError);
  await expect(attempt).rejects.toThrow(
    `Real Kubernetes is not on this machine yet: ${LOCAL_FILES.join(", ")}. Run "npm run engines" once, then retry.`,
  );
  expect(existsSync(path.join(dataDir, "clusters"))).toBe(false);
});

test("another worker's is left to that worker", async () => {
  await expect(provider(false).apply("etcd", cluster, spec, signal)).rejects.toThrow(Waiting);
  await expect(provider(false).teardown("control-plane", cluster, spec, signal)).rejects.toThrow(
    /Another worker runs fjord-1/,
  );
});

test("a pool says its size by a type that Karpenter is told of, and is bounded in nodes", () => {
  const [green, fallback] = spec.pools.map(localNodePoolOf);
  expect(green).toMatchObject({
    metadata: { name: "green" },
    spec: {
      weight: 50,
      limits: { nodes: "2" },
      template: {
        metadata: { labels: { "carbon-aware.io/pool": "green" } },
        spec: {
          taints: [{ key: "carbon-aware.io/pool", value: "green", effect: "NoSchedule" }],
          requirements: [
            { key: "node.kubernetes.io/instance-type", operator: "In", values: ["simulated-16cpu-64gib"] },
          ],
        },
      },
    },
  });
  expect(fallback).toMatchObject({ spec: { weight: 1, limits: { nodes: "1" } } });
  expect(instanceTypesOf(spec.pools)).toMatchObject([
    { name: "simulated-16cpu-64gib", resources: { cpu: "16", memory: "64Gi" } },
  ]);
});
