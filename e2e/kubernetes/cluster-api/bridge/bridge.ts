import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ControlPlaneEngines } from "#server/adapters/control-plane/engines.ts";
import { isConflict, isNotFound, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { untilServed } from "#server/adapters/kubernetes/install.ts";
import { BRIDGE_CRDS } from "./kinds.ts";
import { type BridgeObject, listOf } from "./objects.ts";
import { createPlanes } from "./planes.ts";
import { RECONCILERS } from "./reconcile.ts";

const LOOK_EVERY_MS = 200;
const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

interface Options {
  kube: KubeClient;
  dir: string;
  engines: ControlPlaneEngines;
}

/**
 * A provider of Cluster API for tests, of infrastructure, control plane and bootstrap: behind each Cluster stands a real control plane
 * of this machine, and behind each Machine a node of kwok. So such a cluster runs Jobs, which the in-memory provider cannot.
 */
export async function startBridge({ kube, dir, engines }: Options) {
  const planes = createPlanes(dir, engines);
  const stop = new AbortController();
  const failures: string[] = [];
  for (const kind of BRIDGE_CRDS)
    await kube.apply(`${CRDS}/${kind.metadata.name}`, kind, { fieldManager: "karbon-local", force: true });
  for (const [kind] of RECONCILERS) await untilServed(kube, listOf(kind), stop.signal);

  async function pass(): Promise<void> {
    for (const [kind, reconcile] of RECONCILERS) {
      const { items } = await kube.list<BridgeObject>(listOf(kind));
      for (const object of items)
        await reconcile({ kube, planes }, object).catch((error: unknown) => {
          // somebody else wrote meanwhile, or it is gone: the next pass reads it afresh
          if (!isConflict(error) && !isNotFound(error)) failures.push(`${kind.kind}: ${String(error)}`);
        });
    }
  }
  async function loop(): Promise<void> {
    while (!stop.signal.aborted) {
      await pass().catch((error: unknown) => void failures.push(String(error)));
      await sleep(LOOK_EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }
  const looping = loop();

  return {
    /** What went wrong in its passes so far, for a test that waits in vain. */
    failures,
    /** The control plane behind "namespace/cluster". @throws Error when there is none that was opened */
    backing(key: string) {
      const plane = planes.find(key);
      if (!plane?.opened) throw new Error(`Nothing backs ${path.basename(key)}. ${failures.join("\n")}`);
      const { kube: inner, network, plane: own } = plane.opened;
      return { dir: plane.dir, kube: inner, network, kubeconfig: own.kubeconfig, server: own.server };
    },
    async stop(): Promise<void> {
      stop.abort();
      await looping;
      await planes.stopAll();
    },
  };
}
export type Bridge = Awaited<ReturnType<typeof startBridge>>;
