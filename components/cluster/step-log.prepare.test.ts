import { expect, test } from "vitest";
import type { LogEntry } from "#server/domain/cluster/view.ts";
import { filterLog, hasConditions, stepsIn, type LogFilter } from "./step-log.prepare.ts";

const entry = (id: number, step: string, event: LogEntry["event"]): LogEntry => ({
  id,
  at: new Date(0),
  operation: "create",
  step,
  attempt: 1,
  event,
  message: "",
  code: null,
});
const log = [
  entry(1, "topology", "started"),
  entry(2, "infrastructure", "condition"),
  entry(3, "topology", "succeeded"),
  entry(4, "topology", "condition"),
];

test.each<[string, LogFilter, number[]]>([
  ["all of it", { show: "all", step: "" }, [1, 2, 3, 4]],
  ["what the steps did", { show: "steps", step: "" }, [1, 3]],
  ["what Cluster API said meanwhile", { show: "conditions", step: "" }, [2, 4]],
  ["one step, with its conditions", { show: "all", step: "topology" }, [1, 3, 4]],
  ["the conditions of one step", { show: "conditions", step: "infrastructure" }, [2]],
])("%s", (_, filter, ids) => {
  expect(filterLog(log, filter).map(({ id }) => id)).toEqual(ids);
});

test("a step is offered once, and a filter only where there are conditions", () => {
  expect(stepsIn(log)).toEqual(["topology", "infrastructure"]);
  expect(hasConditions(log)).toBe(true);
  expect(hasConditions(filterLog(log, { show: "steps", step: "" }))).toBe(false);
});
