import { expect, test } from "vitest";
import { machineFact, machinesOf, type MachineFact } from "./machine-fact.ts";
import { notRolled } from "./rolled.ts";
import { clusterOf, IDLE } from "./testing.ts";
import { upgradeChecks, upgradePlanWords, type UpgradeFacts } from "./upgrade-check.ts";

const OFFERED = ["v1.34.3", "v1.35.4", "v1.36.4"];
const MADE = new Date("2026-11-26T12:00:00Z");
const machine = (name: string, pool: string | null, more: Partial<MachineFact> = {}): MachineFact => ({
  name,
  pool,
  version: "v1.34.3",
  ready: true,
  madeAt: MADE,
  deleting: false,
  ...more,
});
const well = { ControlPlaneAvailable: "True", ...IDLE } as const;
const facts = (more: Partial<UpgradeFacts> = {}): UpgradeFacts => ({
  from: "v1.34.3",
  to: "v1.36.4",
  offered: OFFERED,
  cluster: clusterOf({ conditions: well }),
  machines: [machine("cp", null), machine("a", "md-0")],
  pending: false,
  ...more,
});
const failing = (more: Partial<UpgradeFacts>) => upgradeChecks(facts(more)).filter(({ ok }) => !ok);

test("all holds: nothing is to be mended, and the way is told", () => {
  expect(failing({})).toEqual([]);
  expect(upgradeChecks(facts()).at(-1)?.sentence).toBe("v1.34.3 → v1.35.4 → v1.36.4.");
  expect(upgradeChecks(facts({ to: undefined })).map(({ name }) => name)).not.toContain("version");
});

test("a control plane that a cloud runs shows no machine, and may be upgraded without a worker all the same", () => {
  const cluster = clusterOf({ conditions: well, controlPlane: {} });
  expect(failing({ cluster, machines: [] })).toEqual([]);
  expect(upgradeChecks(facts({ cluster })).find(({ name }) => name === "control-plane")?.sentence).toBe(
    "It serves.",
  );
});

test.each<[string, Partial<UpgradeFacts>, string, RegExp]>([
  ["paused", { cluster: clusterOf({ conditions: well, paused: true }) }, "resumed", /It is paused/],
  [
    "paused by the annotation",
    { cluster: clusterOf({ conditions: well, annotations: { "cluster.x-k8s.io/paused": "true" } }) },
    "resumed",
    /It is paused/,
  ],
  ["a wish on its way", { pending: true }, "quiet", /still on its way/],
  [
    "something rolls",
    { cluster: clusterOf({ conditions: { ...well, RollingOut: "True" } }) },
    "quiet",
    /It rolls machines now/,
  ],
  [
    "the control plane does not serve: its own words",
    {
      cluster: clusterOf({
        conditions: {
          ...well,
          ControlPlaneAvailable: { reason: "NotAvailable", message: "* etcd lost quorum" },
        },
      }),
    },
    "control-plane",
    /etcd lost quorum/,
  ],
  ["nothing was said of the control plane", { cluster: clusterOf({}) }, "control-plane", /has not said/],
  [
    "a machine that is not Ready, and one of which nothing is known",
    {
      machines: [
        machine("cp", null),
        machine("a", "md-0", { ready: false }),
        machine("b", "md-0", { ready: undefined }),
      ],
    },
    "machines",
    /2 of 3\u00a0machines are not Ready: a, b\./,
  ],
  ["no machine at all", { machines: [] }, "machines", /No machine of it can be seen/],
  [
    "a kubelet four minors behind the first step",
    { machines: [machine("cp", null), machine("old", "md-0", { version: "v1.31.0" })] },
    "skew",
    /The oldest worker, old, runs v1\.31\.0: 4\u00a0minors behind v1\.35\.4\./,
  ],
  [
    "a kubelet of a version that nobody knows",
    { machines: [machine("cp", null), machine("old", "md-0", { version: undefined })] },
    "skew",
    /The version of old is not known/,
  ],
  ["a version that the class does not have", { to: "v1.36.0" }, "version", /does not offer v1\.36\.0/],
  ["the version that it has", { to: "v1.34.3" }, "version", /runs v1\.34\.3 already/],
  [
    "a minor left out where the class lists none",
    { offered: [] },
    "version",
    /v1\.34\.3 goes to v1\.35 first/,
  ],
])("%s", (_, more, name, sentence) => {
  expect(failing(more)).toEqual([
    {
      name,
      ok: false,
      title: expect.any(String),
      sentence: expect.stringMatching(sentence),
      mend: expect.stringMatching(/\.$/),
    },
  ]);
});

test("three minors behind is allowed, and no worker is never behind", () => {
  expect(
    failing({ machines: [machine("cp", null), machine("old", "md-0", { version: "v1.32.0" })] }),
  ).toEqual([]);
  expect(failing({ machines: [machine("cp", null)] })).toEqual([]);
});

const withPlan = (...versions: string[]) => {
  const cluster = clusterOf({ controlPlane: { upgradePlan: versions.map((version) => ({ version })) } });
  return { ...cluster, spec: { ...cluster.spec, topology: { version: "v1.36.4" } } };
};
test("what an upgrade under way still goes through", () => {
  expect(upgradePlanWords(withPlan())).toBeUndefined();
  expect(upgradePlanWords(withPlan("v1.36.4"))).toBe(
    "On the way to v1.36.4: for the control plane, v1.36.4 is still to come.",
  );
  expect(upgradePlanWords(withPlan("v1.35.4", "v1.36.4"))).toBe(
    "On the way to v1.36.4: for the control plane, v1.35.4, then v1.36.4 are still to come.",
  );
});

const labels = { "topology.cluster.x-k8s.io/deployment-name": "md-0" };
const object = (metadata: object, conditions: object[] = []) => ({
  metadata: { name: "m", creationTimestamp: "2026-11-26T12:00:00Z", ...metadata },
  spec: { version: "v1.34.3" },
  status: { conditions },
});

test("a machine is of a pool or of the control plane; one of neither is none of ours", () => {
  expect(machineFact(object({ labels }, [{ type: "Ready", status: "True" }]))).toMatchObject({
    pool: "md-0",
    ready: true,
  });
  expect(machineFact(object({ labels: { "cluster.x-k8s.io/control-plane": "" } }))).toMatchObject({
    pool: null,
    ready: undefined,
  });
  expect(machineFact(object({}))).toBeUndefined();
  const going = machineFact(object({ labels, deletionTimestamp: "2026-11-26T12:00:00Z" }));
  expect(machinesOf(going ? [going] : [], "md-0")).toEqual([]);
});

test("a roll is done when no machine of that part is older than it", () => {
  const pools = [
    {
      name: "md-0",
      role: "green",
      minNodes: 1,
      maxNodes: 1,
      cpu: 1,
      memoryGiB: 1,
      rolloutAfter: "2026-11-26T12:00:01Z",
    },
  ] as const;
  const spec = { pools: [...pools], clusterApi: undefined };
  expect(notRolled(spec, [machine("cp", null), machine("a", "md-0")])).toBe(
    "Still to be replaced: 1\u00a0machine of md-0.",
  );
  expect(
    notRolled(spec, [
      machine("cp", null),
      machine("a", "md-0", { madeAt: new Date("2026-11-26T12:00:01Z") }),
    ]),
  ).toBeUndefined();
});
