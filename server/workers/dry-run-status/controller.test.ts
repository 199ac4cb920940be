import { expect, test } from "vitest";
import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import { inputOf } from "#server/domain/job/testing.ts";
import { dryRunStatus } from "./controller.ts";

const recordOf = (source: string, dry = true): DecisionRecord => {
  const input = inputOf([300, 280, 75, 300], { policy: { source } });
  return {
    id: "1",
    clusterId: "",
    jobUid: "u1",
    namespace: "climate",
    name: "era5",
    decision: decide(input),
    released: false,
    input,
    ...(dry && { wouldHave: { energyKwh: 1, gramsNow: 300, gramsPlanned: 75 } }),
  };
};

/** An API server with one policy, whose answers to a write are scripted. */
function world(answers: number[] = []) {
  let status: unknown;
  const paths: string[] = [];
  const kube = {
    json: () => Promise.resolve({ metadata: { name: "trial", resourceVersion: "7" }, status }),
    patch: (path: string, patch: { status: unknown }) => {
      paths.push(path);
      const code = answers.shift();
      if (code) return Promise.reject(new ApiError(code, { message: `status ${code}` }));
      status = patch.status;
      return Promise.resolve({});
    },
  } as unknown as KubeClient;
  const loop = dryRunStatus({ kube, clock: { rate: 1, now: () => new Date(0) } });
  return {
    loop,
    paths,
    status: () => status,
    run: () => loop.reconcile("climate/trial", new AbortController().signal),
  };
}

test("decisions are added to what stands in the policy's status, and no more often than every ten seconds", async () => {
  const { loop, run, status, paths } = world();
  expect(loop.count(recordOf("climate/trial"))).toBe("climate/trial");
  loop.count(recordOf("climate/trial"));
  expect(await run()).toBeUndefined();
  expect(status()).toMatchObject({ dryRun: { jobs: 2, wouldHaveSaved: "450 g (75 %)" } });
  expect(paths).toEqual([
    "/apis/carbon-aware.io/v1alpha1/namespaces/climate/carbonawarepolicies/trial/status",
  ]);
  loop.count(recordOf("climate/trial"));
  expect((await run())?.requeueAfterMs).toBeGreaterThan(0);
  expect(paths).toHaveLength(1);
});

test.each([
  ["what was acted on", recordOf("climate/trial", false)],
  ["what no policy decided", recordOf("built-in")],
])("%s has no status to stand in", async (_, record) => {
  const { loop, run, paths } = world();
  expect(loop.count(record)).toBeUndefined();
  await run();
  expect(paths).toEqual([]);
});

test("a write that meets another is made anew, and nothing is counted twice or lost", async () => {
  const { loop, run, status } = world([409, 500]);
  loop.count(recordOf("climate/trial"));
  expect(await run()).toEqual({ requeueAfterMs: 50 });
  await expect(run()).rejects.toThrow("status 500");
  loop.count(recordOf("climate/trial"));
  await run();
  expect(status()).toMatchObject({ dryRun: { jobs: 2 } });
});

test("a policy that is gone takes its sums with it", async () => {
  const { loop, run, paths } = world([404]);
  loop.count(recordOf("climate/trial"));
  expect(await run()).toBeUndefined();
  await run();
  expect(paths).toHaveLength(1);
});
