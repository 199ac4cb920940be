import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ComponentName } from "#server/adapters/control-plane/components.ts";
import { openControlPlane } from "#server/adapters/control-plane/control-plane.ts";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { progress } from "../report.ts";

export interface Plane {
  kube: KubeClient;
  kubeconfig: string;
  /** A folder that goes with it. */
  dir: string;
  stop(): Promise<void>;
}

/** A real API server on its etcd, and no more: what a release costs is not mixed with what Kubernetes makes of it. */
export async function startPlane(
  components: readonly ComponentName[] = ["etcd", "kube-apiserver"],
): Promise<Plane> {
  const engines = await haveEngines({ env: process.env, say: progress });
  const dir = mkdtempSync(path.join(os.tmpdir(), "karbonetes-bench-"));
  const plane = await openControlPlane({ dir, engines });
  try {
    for (const component of components) await plane.run(component);
  } catch (error) {
    await plane.stop();
    throw error;
  }
  const kube = createKubeClient(plane.kubeconfig);
  return {
    kube,
    kubeconfig: plane.kubeconfig,
    dir,
    async stop() {
      await kube.close();
      await plane.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Each of them, so many at a time. */
export async function each<T>(
  items: readonly T[],
  atOnce: number,
  act: (item: T, index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) await act(item, at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
