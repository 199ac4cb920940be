import { describe, expect, test } from "vitest";
import type { MachineIn } from "./in-the-way.ts";
import { HealthCheck, planRemediation } from "./remediation.ts";
import { asked, GOING, plain } from "./testing.ts";

const checkOf = (
  targets: string[],
  {
    allowed,
    templateRef,
    annotations,
    conditions,
  }: { allowed?: number; templateRef?: object; annotations?: object; conditions?: object[] } = {},
): HealthCheck =>
  HealthCheck.parse({
    metadata: { name: "watch-all", annotations },
    spec: { clusterName: "heron", ...(templateRef ? { remediation: { templateRef } } : {}) },
    status: { targets, remediationsAllowed: allowed, conditions },
  });

describe("remediating a machine", () => {
  test.each<[string, MachineIn, HealthCheck[], string]>([
    [
      "a worker's pool keeps its size",
      asked("w1"),
      [checkOf(["w1"])],
      "Its MachineSet deletes it and makes a new one",
    ],
    ["so does the control plane", asked("c1"), [checkOf(["c1"], { allowed: 1 })], "it stays at 3 machines"],
    [
      "another remedy has its own way",
      asked("w1"),
      [checkOf(["w1"], { templateRef: { kind: "MetalRemediationTemplate" } })],
      "What follows is up to MetalRemediationTemplate",
    ],
  ])("%s", (_, question, checks, sentence) => {
    const plan = planRemediation(question, checks);
    expect(plan).toMatchObject({ refused: null, check: "watch-all" });
    expect(plain(plan.follows)).toContain(sentence);
  });

  const notAllowed = { type: "RemediationAllowed", status: "False", message: "Too many are unhealthy." };
  test.each<[string, MachineIn, HealthCheck[], string]>([
    [
      "no check watches it: nobody heeds the mark",
      asked("w1"),
      [checkOf(["w2"])],
      "No MachineHealthCheck watches w1",
    ],
    ["there is no check at all", asked("w1"), [], "No MachineHealthCheck watches w1"],
    [
      "its check is paused",
      asked("w1"),
      [checkOf(["w1"], { annotations: { "cluster.x-k8s.io/paused": "" } })],
      "watch-all is paused",
    ],
    [
      "its check has no room for one more",
      asked("w1"),
      [checkOf(["w1"], { allowed: 0 })],
      "watch-all remediates no more machines at once",
    ],
    [
      "its check does not allow it",
      asked("w1"),
      [checkOf(["w1"], { conditions: [notAllowed] })],
      "does not allow it now: Too many are unhealthy.",
    ],
    [
      "it is marked already",
      asked("w1", { w1: { annotations: { "cluster.x-k8s.io/remediate-machine": "" } } }),
      [checkOf(["w1"])],
      "w1 is marked for remediation already",
    ],
    [
      "it is never to be remediated",
      asked("w1", { w1: { annotations: { "cluster.x-k8s.io/skip-remediation": "" } } }),
      [checkOf(["w1"])],
      "no MachineHealthCheck touches it",
    ],
    [
      "another of the control plane goes",
      asked("c1", { c2: GOING }),
      [checkOf(["c1"])],
      "c2 of the control plane is going. Cluster API waits",
    ],
    [
      "another of the control plane comes up",
      asked("c1", { c2: { status: {} } }),
      [checkOf(["c1"])],
      "c2 of the control plane is coming up",
    ],
    ["it goes already", asked("w1", { w1: GOING }), [checkOf(["w1"])], "w1 is being deleted already."],
  ])("refused: %s", (_, question, checks, sentence) => {
    const plan = planRemediation(question, checks);
    expect(plan.refused).toContain(sentence);
    expect(plan.follows).toEqual([]);
  });
});
