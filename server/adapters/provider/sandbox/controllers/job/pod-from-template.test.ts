import { expect, test } from "vitest";
import { jobOf } from "#server/domain/job/testing.ts";
import { RUN_DELAY, RUN_JITTER } from "../pod/plan-pod.ts";
import { podFromTemplate } from "./pod-from-template.ts";

const podOf = (ran: string | undefined, spec: object = {}) => {
  const job = jobOf({ annotations: ran === undefined ? {} : { "carbon-aware.io/ran": ran } });
  const template = {
    ...job.spec.template,
    metadata: { annotations: { [RUN_DELAY]: "2h", [RUN_JITTER]: "150m" } },
  };
  return podFromTemplate({ ...job, spec: { ...job.spec, template, ...spec } }, -1).metadata.annotations;
};

test.each<[string, string | undefined, object, string, string]>([
  ["for as long as it says", undefined, {}, "2h", "150m"],
  ["for what is left, when it was paused after an hour and a half", "5400", {}, "1800s", "3600s"],
  ["for nothing more, when it was done", "20000", {}, "0s", "0s"],
  ["side by side, for what is left of each", "5400", { parallelism: 3, completions: 3 }, "1800s", "3600s"],
  ["one after the other, whole: those that ended are done", "5400", { completions: 3 }, "2h", "150m"],
])("a pod runs %s", (_, ran, spec, delay, jitter) => {
  expect(podOf(ran, spec)).toMatchObject({ [RUN_DELAY]: delay, [RUN_JITTER]: jitter });
});
