import { expect, test } from "vitest";
import type { NewStepEvent } from "#server/adapters/db/cluster.ts";
import { systemClock } from "#server/adapters/clock.ts";
import type { Condition } from "#server/domain/conditions.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import type { StepEvent } from "#server/domain/cluster/view.ts";
import { Waiting } from "#server/domain/errors.ts";
import { build } from "./build.ts";
import type { ClusterLoopDeps } from "./deps.ts";

const { signal } = new AbortController();
const specOf = (machines: number, paused = false): ClusterSpec =>
  ClusterSpec.parse({
    pools: [{ name: "md-0", role: "fallback", minNodes: machines, maxNodes: machines, machineClass: "w" }],
    clusterApi: {
      managementId: "m",
      namespace: "fleet",
      classRef: { name: "q", namespace: "fleet" },
      paused,
    },
  });

/** The loop's steps on a row in memory; its machines never become as wanted, until `settled`, nor its nodes, until `ready`. */
function loop() {
  const events: StepEvent[] = [];
  const applied: string[] = [];
  const world = { settled: false, ready: false };
  const provisioned: Condition = {
    type: "Provisioned",
    status: "True",
    reason: "StepsDone",
    message: "",
    observedGeneration: 1,
    lastTransitionTime: new Date(0),
  };
  const row = {
    id: "c1",
    name: "heron",
    provider: "cluster-api",
    spec: specOf(1),
    generation: 1,
    observedGeneration: 1,
    conditions: [provisioned],
    observed: null,
  } as unknown as ClusterRow;
  const deps = {
    clock: systemClock,
    live: { publish: () => Promise.resolve() },
    clusters: {
      steps: () => Promise.resolve([...events]),
      appendStep: (_: string, event: NewStepEvent) =>
        Promise.resolve(void events.push({ id: events.length + 1, ...event })),
      updateStatus: (_: string, change: (newest: ClusterRow) => Partial<ClusterRow>) => {
        for (const [key, value] of Object.entries(change(row)))
          if (value !== undefined) Object.assign(row, { [key]: value });
        return Promise.resolve(row);
      },
    },
    providers: {
      "cluster-api": {
        apply(step: string, _: object, { pools, clusterApi }: ClusterSpec) {
          if (step === "available" && !world.settled)
            return Promise.reject(new Waiting("MachinesPending", "1 of 3 ready.", 1_000));
          applied.push(`${step} ${pools[0]?.maxNodes}${clusterApi?.paused ? " paused" : ""}`);
          return Promise.resolve({ message: "Done." });
        },
        observe: () => Promise.resolve({ reachable: true, nodesReady: world.ready ? 9 : 0, nodesWanted: 9 }),
      },
    },
  } as unknown as ClusterLoopDeps;
  return {
    row,
    world,
    applied,
    events,
    wish: (spec: ClusterSpec) => void Object.assign(row, { spec, generation: row.generation + 1 }),
    pass: () =>
      build(deps, row, "scale", signal).catch((error: unknown) => {
        if (!(error instanceof Waiting)) throw error;
      }),
  };
}

test("a wish that comes while an older one waits for ever is stated at once", async () => {
  const { wish, pass, applied, row } = loop();
  wish(specOf(3));
  await pass();
  await pass();
  wish(specOf(1));
  await pass();
  expect(applied).toEqual(["topology 3", "topology 1"]);
  expect(row.observedGeneration).toBe(1); // it is on its way, no more
  await pass();
  expect(applied).toHaveLength(2); // once
});

test("so is a pause; it is done without a machine to wait for, and the page is told once more what went on", async () => {
  const { wish, pass, applied, row, events, world } = loop();
  wish(specOf(3));
  await pass();
  await pass();
  wish(specOf(3, true));
  await pass();
  await pass();
  expect(applied).toEqual(["topology 3", "topology 3 paused"]);
  expect(row.observedGeneration).toBe(3);
  expect(events.filter(({ step }) => step === "topology").map(({ attempt }) => attempt)).toEqual([
    1, 1, 2, 2,
  ]);
  wish(specOf(3));
  world.settled = true;
  await pass();
  await pass();
  expect(applied.slice(2)).toEqual(["topology 3", "available 3"]);
});

test("a wish that comes at the last step is waited for from its first one", async () => {
  const { wish, pass, applied, row, events, world } = loop();
  world.settled = true;
  wish(specOf(3));
  await pass();
  await pass();
  await pass();
  expect(events.at(-1)).toMatchObject({ step: "ready", event: "waiting" });
  wish(specOf(4));
  world.settled = false;
  world.ready = true;
  await pass();
  await pass();
  await pass();
  expect(applied).toEqual(["topology 3", "available 3", "topology 4"]);
  expect(events.at(-1)).toMatchObject({ step: "available", attempt: 2, event: "waiting" });
  expect(row.observedGeneration).toBe(1);
  world.settled = true;
  await pass();
  await pass();
  expect(applied.slice(3)).toEqual(["available 4"]);
  expect(row.observedGeneration).toBe(3);
});
