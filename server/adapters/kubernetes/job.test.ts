import { describe, expect, test } from "vitest";
import type { Decision } from "#server/domain/job/decision.ts";
import { EXAMPLES, RUNTIME } from "#server/domain/job/kinds.testing.ts";
import { standInOf } from "#server/domain/job/stand-in.ts";
import { inputOf, jobOf } from "#server/domain/job/testing.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { ApiError } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { releaseJob } from "./job.ts";

const open: Decision = { kind: "run-now", reason: "WindowOpen" };
const input = inputOf([100]);

/** An API server that answers patches with these, then with success, and notes what it is asked. */
function release(job: Job, answers: number[], reads: Record<string, unknown> = {}) {
  const asked: { path: string; fields: string[] }[] = [];
  const kube = {
    patch: (path: string, { spec }: { spec: object }) => {
      asked.push({ path, fields: Object.keys(spec) });
      const status = answers.shift();
      return status ? Promise.reject(new ApiError(status, {})) : Promise.resolve({});
    },
    json: (path: string) =>
      path in reads ? Promise.resolve(reads[path]) : Promise.reject(new ApiError(404, {})),
  } as unknown as KubeClient;
  return { asked, outcome: releaseJob(kube, job, { decision: open, input, force: false }) };
}
const exampleOf = (kind: string, namespace?: string): Job => {
  const { apiVersion, spec } = EXAMPLES.find((each) => each.kind === kind) ?? expect.fail();
  return standInOf({ apiVersion, kind, metadata: { name: "x", namespace }, spec });
};

test.each(EXAMPLES)("a $kind is patched where it lives", async ({ apiVersion, kind, plural }) => {
  const { asked, outcome } = release(exampleOf(kind, "ml"), []);
  expect(await outcome).toBe("released");
  expect(asked[0]?.path).toBe(`/apis/${apiVersion}/namespaces/ml/${plural}/x`);
});

describe("a place that is refused", () => {
  test.each([
    ["in words, by the webhook of another kind's operator", 403],
    ["by its list of fields", 422],
  ])("%s: it starts where it may", async (_, status) => {
    const { asked, outcome } = release(exampleOf("JobSet"), [status]);
    expect(await outcome).toBe("released-without-place");
    expect(asked.map(({ fields }) => fields)).toEqual([["suspend", "replicatedJobs"], ["suspend"]]);
  });

  test("for want of rights is none: a Job is tried again", async () => {
    await expect(release(jobOf(), [403]).outcome).rejects.toThrow(ApiError);
  });
});

describe("the runtime of a TrainJob", () => {
  const path = "/apis/trainer.kubeflow.org/v1alpha1/clustertrainingruntimes/torch-distributed";
  test.each<[string, Record<string, unknown>, string[]]>([
    ["is read for its pod templates", { [path]: RUNTIME }, ["suspend", "runtimePatches"]],
    ["is gone: it starts where it may", {}, ["suspend"]],
  ])("%s", async (_, reads, fields) => {
    const { asked, outcome } = release(exampleOf("TrainJob"), [], reads);
    expect(await outcome).toBe("released");
    expect(asked[0]?.fields).toEqual(fields);
  });
});
