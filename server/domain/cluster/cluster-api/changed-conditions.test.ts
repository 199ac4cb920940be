import { describe, expect, test } from "vitest";
import { clusterApiPlan } from "./plan.ts";
import { changedConditions, isSaid, stepOfCondition } from "./changed-conditions.ts";
import type { ClusterApiCondition } from "./cluster-object.ts";
import { ClusterSpec } from "../spec.ts";

const AT = "2026-11-26T01:00:00Z";
const condition = (more: Partial<ClusterApiCondition> = {}): ClusterApiCondition => ({
  type: "WorkersAvailable",
  status: "False",
  reason: "NotAvailable",
  message: "",
  lastTransitionTime: AT,
  ...more,
});
const said = (before: ClusterApiCondition[] | undefined, after: ClusterApiCondition[]) =>
  changedConditions(before, after).map(({ words }) => words);

describe("what has turned", () => {
  const waiting = condition({
    message: "* MachineDeployment heron-md-0-x7k2z:\n  * 0 available replicas, at least 2 required",
  });
  test.each<[string, ClusterApiCondition[] | undefined, ClusterApiCondition[], string[]]>([
    ["nothing, where nothing did", [waiting], [waiting], []],
    [
      "a status",
      [waiting],
      [condition({ status: "True", reason: "Available" })],
      ["WorkersAvailable is True: Available."],
    ],
    [
      "a reason under the same status",
      [waiting],
      [condition({ reason: "InternalError", message: "Please check controller logs for errors" })],
      ["WorkersAvailable is False: InternalError. Please check controller logs for errors."],
    ],
    [
      "the words under the same reason, with the line that the first leads to",
      [condition({ message: "Control plane is not initialized" })],
      [waiting],
      [
        "WorkersAvailable is False: NotAvailable. MachineDeployment heron-md-0-x7k2z: 0 available replicas, at least 2 required.",
      ],
    ],
    [
      "not a number that only counts up",
      [waiting],
      [condition({ message: waiting.message.replace("0 available", "1 available") })],
      [],
    ],
    [
      "not another machine that is at the same thing",
      [condition({ message: "* Machine heron-a: Waiting for its node" })],
      [condition({ message: "* Machines heron-a, heron-b:\n  Waiting for its node" })],
      [],
    ],
    [
      "not what stands below the first of a list",
      [condition({ message: "* one\n* two" })],
      [condition({ message: "* one\n* three" })],
      [],
    ],
    [
      "a condition that was not there before",
      [],
      [condition()],
      ["WorkersAvailable is False: NotAvailable."],
    ],
    [
      "all of them, where nothing was seen yet",
      undefined,
      [condition({ reason: "" })],
      ["WorkersAvailable is False."],
    ],
    [
      "a reason that only repeats the type not again",
      [],
      [condition({ type: "Available", status: "True", reason: "Available" })],
      ["Available is True."],
    ],
    ["nothing, where one is not reported any more", [waiting], [], []],
  ])("%s", (_, before, after, words) => {
    expect(said(before, after)).toEqual(words);
  });

  test.each([
    ["its own time where the status turned", condition({ status: "True" }), new Date(AT)],
    ["none where only its words did", condition({ message: "another thing" }), undefined],
    [
      "none where its time cannot be read",
      condition({ status: "True", lastTransitionTime: "soon" }),
      undefined,
    ],
  ])("%s", (_, after, turnedAt) => {
    expect(changedConditions([condition()], [after])).toMatchObject([{ turnedAt }]);
  });
});

const UP = "ScalingUp is True. KubeadmControlPlane heron-a1: Scaling up from 1 to 3 replicas.";
const BLOCKED =
  "ScalingUp is True. KubeadmControlPlane heron-a1: Scaling up from 1 to 3 replicas is blocked.";
const DONE = "ScalingUp is False: NotScalingUp.";
test.each<[string, string[], string, boolean]>([
  ["the first line is new", [], UP, false],
  ["a status that turned is new", [UP], DONE, false],
  ["a status that turned back is new, though it was said before", [UP, DONE], UP, false],
  ["other words under the same reason are new", [UP], BLOCKED, false],
  ["a count that goes up is not", [UP], UP.replace("from 1", "from 2"), true],
  [
    "words that come again under the same reason are not",
    [UP, BLOCKED],
    UP.replace("from 1", "from 2"),
    true,
  ],
  ["nor are those of the next machine", [UP], UP.replace("heron-a1", "heron-b2"), true],
])("%s", (_, said, words, expected) => {
  expect(isSaid(said, words)).toBe(expected);
});

describe("the step that a condition belongs to", () => {
  const spec = ClusterSpec.parse({ pools: [{ name: "a", role: "green", maxNodes: 1 }] });
  test.each([
    ["its own in a creation", "create", "InfrastructureReady", "Ready", "infrastructure"],
    [
      "the machines of a control plane with the control plane",
      "create",
      "ControlPlaneMachinesReady",
      "NotReady",
      "control-plane-available",
    ],
    ["what grows, rolls or heals with all machines", "scale", "RollingOut", "RollingOut", "available"],
    ["the step that runs, where it has none of its own", "create", "Paused", "NotPaused", "running"],
    [
      "the step that runs, where this operation has no such step",
      "scale",
      "InfrastructureReady",
      "Ready",
      "running",
    ],
    [
      "the part of a deletion that its reason names",
      "delete",
      "Deleting",
      "WaitingForControlPlaneDeletion",
      "control-plane",
    ],
  ] as const)("%s", (_, kind, type, reason, step) => {
    expect(stepOfCondition({ type, reason }, clusterApiPlan(kind, spec), "running")).toBe(step);
  });
});
