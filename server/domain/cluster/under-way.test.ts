import { expect, test } from "vitest";
import type { Condition } from "../conditions.ts";
import { ClusterSpec } from "./spec.ts";
import type { ClusterRow } from "./row.ts";
import { isUnderWay, underWay } from "./under-way.ts";
import type { StepEvent } from "./view.ts";

const provisioned: Condition = {
  type: "Provisioned",
  status: "True",
  reason: "StepsDone",
  message: "",
  observedGeneration: 1,
  lastTransitionTime: new Date(0),
};
const rowOf = (more: Partial<ClusterRow>): ClusterRow =>
  ({
    provider: "cluster-api",
    spec: ClusterSpec.parse({ pools: [{ name: "a", role: "green", maxNodes: 1 }] }),
    generation: 1,
    observedGeneration: 1,
    deletionRequestedAt: null,
    abandonedSteps: [],
    conditions: [provisioned],
    ...more,
  }) as ClusterRow;
const done = (operation: StepEvent["operation"], ...steps: string[]): StepEvent[] =>
  steps.map((step, index) => ({
    id: index + 1,
    at: new Date(index),
    operation,
    step,
    attempt: 1,
    event: "succeeded",
    message: "",
    code: null,
  }));

test.each<[string, Partial<ClusterRow>, StepEvent[], object | undefined]>([
  ["nothing, when all that was asked is done", {}, done("create", "ready"), undefined],
  [
    "a creation that has not begun",
    { conditions: [] },
    [],
    { operation: "create", step: "accepted", run: [] },
  ],
  [
    "a creation, at the first step that is not done",
    { conditions: [] },
    done("create", "accepted", "topology"),
    { operation: "create", step: "infrastructure" },
  ],
  [
    "a change that has not begun",
    { generation: 2 },
    done("create", "ready"),
    { operation: "scale", step: "topology", run: [] },
  ],
  [
    "a change after one that has ended",
    { generation: 3, observedGeneration: 2 },
    done("scale", "topology", "available", "ready"),
    { operation: "scale", step: "topology", run: [] },
  ],
  [
    "a deletion, past what was given up",
    { deletionRequestedAt: new Date(0), abandonedSteps: ["workers"] },
    [],
    { operation: "delete", step: "control-plane" },
  ],
])("%s", (_, row, events, expected) => {
  const now = underWay(rowOf(row), events);
  expect(isUnderWay(rowOf(row))).toBe(expected !== undefined);
  if (expected) expect(now).toMatchObject(expected);
  else expect(now).toBeUndefined();
});
