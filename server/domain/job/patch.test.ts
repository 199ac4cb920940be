import { describe, expect, test } from "vitest";
import type { Decision } from "./decision.ts";
import { admissionPatch, changedOutputs, outputsOf, releasePatch } from "./patch.ts";
import { at, inputOf, jobOf } from "./testing.ts";

const wait: Decision = { kind: "wait", reason: "BetterWindowAhead", until: at(2), savingPercent: 75 };
const open: Decision = { kind: "run-now", reason: "WindowOpen" };
const input = inputOf([300, 200, 100]);
const key = (name: string) => `carbon-aware.io/${name}`;

test("a held Job says what, why, until when, and when at the latest, in whole seconds", () => {
  expect(outputsOf(wait, input, "held")).toEqual({
    [key("state")]: "held",
    [key("reason")]: "BetterWindowAhead",
    [key("release-at")]: "2026-01-05T02:00:00Z",
    [key("latest-start")]: "2026-01-05T03:00:00Z",
  });
});

describe("annotations are written only when they change", () => {
  const outputs = outputsOf(wait, input, "held");
  const there = { ...outputs } as Record<string, string>;
  test.each([
    ["the same: nothing", there, undefined],
    ["a new hour: that one", { ...there, [key("release-at")]: "2026-01-05T01:00:00Z" }, [key("release-at")]],
    ["none yet: all", {}, Object.keys(outputs)],
  ])("%s", (_, annotations, expected) => {
    const changed = changedOutputs(jobOf({ annotations }), outputs);
    expect(changed && Object.keys(changed)).toEqual(expected);
  });
});

test("a release is one patch: place, mark and start, bound to the Job just read", () => {
  const patch = releasePatch(jobOf(), open, input);
  expect(patch).toMatchObject({
    metadata: {
      resourceVersion: "10",
      annotations: { [key("state")]: "released", [key("reason")]: "WindowOpen" },
      labels: { [key("managed")]: "true" },
    },
    spec: {
      suspend: false,
      template: {
        metadata: { annotations: { "karpenter.sh/do-not-disrupt": "true" } },
        spec: { tolerations: [{ value: "green" }], affinity: { nodeAffinity: {} } },
      },
    },
  });
  expect(Object.keys(patch.spec?.["template" as never] ?? {})).toEqual(["metadata", "spec"]);
});

const operations = (decision: Decision, job = jobOf()) =>
  Object.fromEntries(admissionPatch(job, decision, input).map(({ path, value }) => [path, value]));

describe("at admission", () => {
  test("a Job that waits is suspended and marked, its template untouched", () => {
    const patch = operations(wait);
    expect(Object.keys(patch)).toEqual(["/metadata/annotations", "/metadata/labels", "/spec/suspend"]);
    expect(patch["/spec/suspend"]).toBe(true);
    expect(patch["/metadata/annotations"]).toMatchObject({
      [key("enabled")]: "true",
      [key("state")]: "held",
    });
  });

  test("a Job that runs at once is marked and placed, not suspended", () => {
    const patch = operations(open);
    expect(patch["/spec/suspend"]).toBeUndefined();
    expect(patch["/metadata/annotations"]).toMatchObject({ [key("state")]: "admitted" });
    expect(patch["/spec/template/spec/tolerations"]).toMatchObject([{ value: "green" }]);
  });

  test("one that came suspended and asks for us is let go when the window is open", () => {
    expect(operations(open, jobOf({ spec: { suspend: true } }))["/spec/suspend"]).toBe(false);
  });

  test("what a copied Job brought of our outputs is not believed", () => {
    const copied = jobOf({ annotations: { [key("release-at")]: "2020-01-01T00:00:00Z", mine: "1" } });
    const annotations = operations(open, copied)["/metadata/annotations"];
    expect(annotations).toEqual({
      [key("enabled")]: "true",
      mine: "1",
      [key("state")]: "admitted",
      [key("reason")]: "WindowOpen",
      [key("latest-start")]: "2026-01-05T03:00:00Z",
    });
  });
});
