import { LOCAL_COMPONENTS, type LocalComponent } from "#server/domain/cluster/local-plan.ts";
import type { Access } from "../kube-access.ts";
import { freeNodes } from "./free-nodes.ts";
import type { LocalCluster } from "./host.ts";
import { installKarpenter } from "./karpenter.ts";

/** Need nothing of the API server before they start; those after it need its answer. */
const FIRST: readonly LocalComponent[] = ["etcd", "kube-apiserver"];
const names = LOCAL_COMPONENTS.map(({ name }) => name);

interface Run {
  /** The last that must answer. */
  last: LocalComponent;
  cluster: LocalCluster;
  /** Asks the cluster's own API. */
  ask: (act: (access: Access) => Promise<void>) => Promise<void>;
  signal: AbortSignal;
}

/**
 * Runs the components of one cluster at a time: those that can start together do, whatever step asks first, and each step waits for
 * its own to answer.
 */
export function createRunner() {
  const starting = new Map<string, Promise<void>>();

  /** One start at a time of each. What goes wrong here goes wrong again, and is said, when its own step asks. */
  function start(key: string, act: () => Promise<void>): Promise<void> {
    const present = starting.get(key);
    if (present) return present;
    const started = act().finally(() => starting.delete(key));
    started.catch(() => undefined);
    starting.set(key, started);
    return started;
  }

  /** Every component up to the last runs and answers; one that runs already costs a look. */
  return async function runUpTo(id: string, { last, cluster, ask, signal }: Run): Promise<void> {
    const { plane, karpenterCrds } = cluster;
    const prepare: Partial<Record<LocalComponent, (access: Access) => Promise<void>>> = {
      kwok: freeNodes,
      karpenter: (access) => installKarpenter(access, karpenterCrds),
    };
    const begin = async (name: LocalComponent): Promise<void> => {
      if (plane.running().includes(name)) return;
      const before = prepare[name];
      if (before) await ask(before);
      plane.begin(name);
    };
    const wanted = names.slice(0, names.indexOf(last) + 1);
    for (const name of FIRST) plane.begin(name); // the API server tries etcd until that answers
    for (const name of wanted.filter((each) => FIRST.includes(each))) await plane.run(name, signal);
    const others = wanted.filter((each) => !FIRST.includes(each));
    if (others.length === 0) return;
    const begun = new Map(
      names
        .filter((each) => !FIRST.includes(each))
        .map((name) => [name, start(`${id} ${name}`, () => begin(name))] as const),
    );
    for (const name of others) {
      await begun.get(name);
      await plane.run(name, signal);
    }
  };
}
