import { systemClock } from "#server/adapters/clock.ts";
import type { App } from "#server/context.ts";
import type { Management } from "./management.ts";

/** The verbs on a real management cluster; of Postgres only what they ask before they write. */
export const appIn = ({ kubeconfig }: Management): App =>
  ({
    clock: systemClock,
    actor: { kind: "user", id: "u", name: "Ada", role: "operator" },
    managementClusters: { find: (id: string) => Promise.resolve({ id, name: "home" }) },
    managements: { find: () => Promise.resolve({ name: "home", kubeconfig }) },
    clusters: {
      findByName: () => Promise.resolve(undefined),
      zones: () => Promise.resolve([{ zone: "DE", name: "Germany" }]),
      create: () => Promise.reject(new Error("nothing may be stored")),
    },
  }) as unknown as App;
