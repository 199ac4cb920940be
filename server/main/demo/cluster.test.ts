import { expect, test } from "vitest";
import { reportOf, type Line } from "./cluster.ts";
import { samples } from "./samples.ts";

const lines: Line[] = [
  { outcome: "created", title: "Namespace batch" },
  { outcome: "left", title: "NodePool default", why: "it was there before" },
];

test("each object stands with its outcome, and the note after them", () => {
  expect(reportOf(lines, "No Karpenter.")).toBe(
    "created    Namespace batch\nleft       NodePool default: it was there before\nNo Karpenter.",
  );
});

test("one that was refused makes all of it a failure, with what was done in it", () => {
  const refused: Line = { outcome: "refused", title: "Job plain", why: "no such namespace" };
  expect(() => reportOf([...lines, refused])).toThrow(
    /^created {4}Namespace batch\n[^]*refused {4}Job plain: no such namespace\nOne was refused\.$/,
  );
});

test("the samples are read from their folder where the sources themselves run", () => {
  expect(samples().map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["Namespace", "NodePool", "CarbonAwarePolicy", "Job", "CronJob"]),
  );
});
