import type { Clock } from "#server/domain/clock.ts";
import { createAdmission } from "./admission/admit.ts";
import { createSandboxApi } from "./api.ts";
import { serveDefinitions } from "./custom/definitions.ts";
import { createRegistry } from "./kind/registry.ts";
import type { SandboxApi } from "./machine.ts";
import { createStore } from "./store/store.ts";
import type { Core } from "./write/core.ts";

const FIRST_NAMESPACES = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Store and write pipeline of one sandbox, without its REST door. The objects of its last life are back when this returns. */
export async function createCore(options: {
  dir: string;
  clock: Clock;
  onError: (error: unknown, message: string) => void;
}): Promise<{ core: Core; api: SandboxApi; close: () => void }> {
  const { dir, clock, onError } = options;
  const registry = createRegistry();
  const store = createStore(dir, onError);
  for (const { storage } of registry.all()) store.open(storage);
  const core: Core = { store, registry, clock, admit: createAdmission(store) };
  serveDefinitions(core, (error) =>
    onError(error, "the objects of a deleted definition could not be cleaned up"),
  );
  const api = createSandboxApi(core);
  for (const name of FIRST_NAMESPACES)
    if (!api.get("namespaces", undefined, name))
      await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  return { core, api, close: () => store.close() };
}
