import type { App } from "#server/context.ts";
import { machinesOf } from "#server/adapters/provider/cluster-api/machines-of.ts";
import { inManagement } from "#server/adapters/provider/cluster-api/management-access.ts";
import { asking, SOME_CALLS_MS, type Access } from "#server/adapters/provider/kube-access.ts";
import { madeInside } from "#server/adapters/provider/made-inside.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import {
  whatDies,
  type Asked,
  type MachineOf,
  type MadeInside,
  type TeardownPlan,
} from "#server/domain/cluster/teardown-plan.ts";
import { asSentence } from "#server/domain/cluster/words.ts";

const MANAGEMENT_STAYS = "The management cluster, with its classes and every other cluster";
const NEVER_REACHED = "It has never been reached from here.";

/** What a cluster of Cluster API takes with it: its machines by the management cluster, what it made outside by itself. */
export async function planClassTeardown(app: App, row: ClusterRow): Promise<TeardownPlan> {
  const [machines, inside] = await Promise.all([readMachines(app, row), readInside(app, row)]);
  return { ...whatDies(row.spec, machines, inside), keeps: [MANAGEMENT_STAYS] };
}

export const readMachines = (app: App, row: ClusterRow): Promise<Asked<MachineOf[]>> =>
  askManagement(app, row, (access, own) => machinesOf(access, row, own));

/** An answer of the management cluster that makes a cluster, or why there is none. */
export const askManagement = <T>(
  app: App,
  row: ClusterRow,
  ask: (access: Access, own: ClusterApiSpec) => Promise<T>,
): Promise<Asked<T>> =>
  answerOf(() =>
    inManagement(app.managements, row.spec, new AbortController().signal, ask, { limitMs: SOME_CALLS_MS }),
  );

export async function readInside(app: App, row: ClusterRow): Promise<Asked<MadeInside>> {
  if (!(await app.kubeconfigs.find(row.id))) return { problem: NEVER_REACHED };
  const { signal } = new AbortController();
  return answerOf(() => asking(app.kubeconfigs, row, signal, madeInside, SOME_CALLS_MS));
}

async function answerOf<T>(ask: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { read: await ask() };
  } catch (error) {
    return { problem: asSentence((error as Error).message) };
  }
}
