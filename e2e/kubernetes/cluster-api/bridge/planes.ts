import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { ComponentName } from "#server/adapters/control-plane/components.ts";
import {
  openControlPlane,
  PLANE_COMPONENTS,
  type ControlPlane,
} from "#server/adapters/control-plane/control-plane.ts";
import type { ControlPlaneEngines } from "#server/adapters/control-plane/engines.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { startNetwork, type Network } from "../../imported/network.ts";

/** The control plane behind one Cluster: its programs are children of the test, and what there is of it so far. */
export interface BackingPlane {
  /** All that it leaves on this machine. */
  dir: string;
  opened?: { plane: ControlPlane; network: Network; kube: KubeClient };
  answering: ReadonlySet<ComponentName>;
  /** Why it does not come up. */
  failure?: string;
}
interface Slot extends BackingPlane {
  answering: Set<ComponentName>;
  starting: Promise<void> | undefined;
  stop: AbortController;
}

export const serves = ({ answering }: BackingPlane): boolean => answering.has("kube-apiserver");
export const isWhole = ({ answering }: BackingPlane): boolean => answering.size === PLANE_COMPONENTS.length;

/** By "namespace/cluster". Nothing here waits: a pass of the loop begins what is missing, and a later one sees how far it is. */
export function createPlanes(root: string, engines: ControlPlaneEngines) {
  const slots = new Map<string, Slot>();

  async function run(key: string, slot: Slot): Promise<void> {
    const { signal } = slot.stop;
    slot.opened ??= await open(key, slot.dir);
    const { plane } = slot.opened;
    plane.begin("kube-apiserver"); // it tries etcd until that answers
    for (const component of PLANE_COMPONENTS) {
      await plane.run(component, signal);
      slot.answering.add(component);
    }
  }

  async function open(key: string, dir: string): Promise<NonNullable<BackingPlane["opened"]>> {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const network = await startNetwork(dir);
    const name = path.basename(key);
    const plane = await openControlPlane({ dir, engines, name, apiServerFlags: network.apiServerFlags });
    return { plane, network, kube: createKubeClient(plane.kubeconfig) };
  }

  async function end(slot: Slot): Promise<void> {
    slot.stop.abort();
    await slot.starting; // it may be opened meanwhile
    await slot.opened?.kube.close();
    await slot.opened?.plane.stop();
    await slot.opened?.network.stop();
  }

  return {
    find: (key: string): BackingPlane | undefined => slots.get(key),
    /** Begins it unless it is there. The folder's name is short: a socket's path has little room. */
    ensure(key: string, uid: string): BackingPlane {
      const present = slots.get(key);
      const dir = path.join(root, "clusters", uid.slice(0, 8), "control-plane");
      const slot: Slot = present ?? {
        dir,
        answering: new Set(),
        starting: undefined,
        stop: new AbortController(),
      };
      slots.set(key, slot);
      const allRun = slot.opened?.plane.running().length === PLANE_COMPONENTS.length;
      if (slot.starting || (isWhole(slot) && allRun)) return slot;
      slot.answering.clear();
      slot.starting = run(key, slot)
        .then(
          () => (slot.failure = undefined),
          (error: unknown) => (slot.failure = String(error)),
        )
        .then(() => (slot.starting = undefined));
      return slot;
    },
    /** Every process, port and file of it. */
    async remove(key: string): Promise<void> {
      const slot = slots.get(key);
      if (!slot) return;
      await end(slot);
      rmSync(path.dirname(slot.dir), { recursive: true, force: true });
      slots.delete(key);
    },
    async stopAll(): Promise<void> {
      await Promise.all([...slots.values()].map(end));
    },
  };
}
export type Planes = ReturnType<typeof createPlanes>;
