import type { Clock } from "#server/domain/clock.ts";
import { createSandboxApi } from "./api.ts";
import { createRegistry } from "./kind/registry.ts";
import type { SandboxApi } from "./machine.ts";
import { createStore } from "./store/store.ts";
import type { Core } from "./write/core.ts";

const FIRST_NAMESPACES = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Store and write pipeline of one sandbox, without its REST door. The objects of its last life are back when this returns. */
export async function createCore(options: {
  dir: string;
  clock: Clock;
  onBroken: (error: unknown) => void;
}): Promise<{ core: Core; api: SandboxApi; close: () => void }> {
  const registry = createRegistry();
  const store = createStore(options.dir, options.onBroken);
  for (const { storage } of registry.all()) store.open(storage);
  const core: Core = { store, registry, clock: options.clock, admit: () => Promise.resolve(undefined) };
  const api = createSandboxApi(core);
  for (const name of FIRST_NAMESPACES)
    if (!api.get("namespaces", undefined, name))
      await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  return { core, api, close: () => store.close() };
}
