import { setTimeout as sleep } from "node:timers/promises";
import { expect, vi } from "vitest";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { TerminalError, UserError, Waiting } from "#server/domain/errors.ts";
import { processesOn } from "../local/processes.ts";
import { OURS } from "./drive.ts";
import { FLEET, providerOn, specOf as fleetSpec } from "./fleet.ts";
import { applyAll, startManagement } from "./management.ts";
import { tracesOf } from "./traces.ts";

const LOOK_EVERY_MS = 1_000;
const PATIENCE = { timeout: 90_000, interval: 200 };
const STEP_MOST_MS = 120_000;
const { signal } = new AbortController();

export const specOf = (workers: number, className?: string): ClusterSpec =>
  fleetSpec({ workers, ...(className ? { className } : {}), controlPlaneReplicas: 1 });
export const named = (name: string): ClusterIdentity => ({ id: `id-${name}`, name, zone: "DE" });

/** A management cluster whose clusters take no time, the provider on it, and what was there before any cluster. */
export async function startFaultWorld() {
  const management = await startManagement();
  const { kube } = management;
  await applyAll(kube, FLEET);
  const credentials = { kubeconfig: management.kubeconfig };
  const { provider, managements, stored } = providerOn(() => credentials);

  const pending = new Map<string, string>();
  /** As the cluster loop does it: what fails is tried again, what only a person can mend is thrown. */
  async function untilDone(kind: "apply" | "teardown", step: string, name: string, spec: ClusterSpec) {
    const said = new Set<string>();
    const startedAt = performance.now();
    while (performance.now() - startedAt < STEP_MOST_MS) {
      try {
        const { message } = await provider[kind](step, named(name), spec, signal);
        pending.delete(name);
        return [...said, message];
      } catch (error) {
        if (error instanceof UserError || error instanceof TerminalError) throw error;
        const says = error instanceof Waiting ? error.message : `failed: ${(error as Error).message}`;
        said.add(says);
        pending.set(name, `${name} at ${step}: ${says}\n`);
      }
      await sleep(LOOK_EVERY_MS);
    }
    throw new Error(`${name} does not come past ${step}: ${[...said].join(" | ")}`);
  }
  const steps = provider.createSteps(specOf(1)).map(({ name }) => name);
  const own = steps.filter((step) => !OURS.has(step));
  await vi.waitFor(() => provider.apply("topology", named("first"), specOf(1), signal), PATIENCE); // the class is taken up
  for (const { name } of provider.deleteSteps(specOf(1)))
    await untilDone("teardown", name, "first", specOf(1));
  const before = await vi.waitFor(async () => {
    const traces = await tracesOf(management);
    expect(traces.objects.filter((object) => object.includes("/first"))).toEqual([]); // the garbage collector was there
    return traces;
  }, PATIENCE);

  return {
    management,
    kube,
    provider,
    managements,
    stored,
    /** In force from now on. */
    credentials,
    /** Steps that the provider itself does. */
    steps: own,
    untilDone,
    /** Says what was still waited for, when a test ended in the middle of that. */
    async stop(): Promise<void> {
      pending.forEach((says) => process.stderr.write(says));
      await management.stop();
      expect(processesOn(management.dir)).toEqual([]);
    },
    /** What was said on the way to the end of each of these steps. */
    async create(name: string, spec = specOf(1), until: readonly string[] = own): Promise<string[]> {
      const said: string[] = [];
      for (const step of until) said.push(...(await untilDone("apply", step, name, spec)));
      return said;
    },
    async remove(name: string, spec = specOf(1)): Promise<string[]> {
      const said: string[] = [];
      for (const step of provider.deleteSteps(spec))
        said.push(...(await untilDone("teardown", step.name, name, spec)));
      return said;
    },
    /** Not a process, port, file or object more than before. */
    async expectNothingLeft(): Promise<void> {
      await expect.poll(() => tracesOf(management), PATIENCE).toEqual(before);
      expect([...stored.keys()]).toEqual([]);
    },
  };
}
export type FaultWorld = Awaited<ReturnType<typeof startFaultWorld>>;
