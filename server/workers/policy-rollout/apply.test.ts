import { expect, test } from "vitest";
import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { applyPolicy } from "./apply.ts";

const wanted = {
  policyId: "p1",
  generation: 1,
  namespace: "climate",
  name: "trial",
  spec: CarbonPolicySpec.parse({ dryRun: true }),
};

test.each([
  [
    500, // as Kubernetes 1.36 words it
    "failed to create typed patch object (climate/trial; carbon-aware.io/v1alpha1, Kind=CarbonAwarePolicy): .spec.dryRun: field not declared in schema",
    "Its agent is older than this console and does not know .spec.dryRun: upgrade it. What held there before still holds.",
  ],
  [422, "spec.maxDelay in body should match", "The cluster refuses it: spec.maxDelay in body should match"],
])("a cluster that answers %i: %s", async (status, message, sentence) => {
  const kube = { apply: () => Promise.reject(new ApiError(status, { message })) } as unknown as KubeClient;
  expect(await applyPolicy(kube, wanted, false, new AbortController().signal)).toEqual({
    reason: "Failed",
    message: sentence,
  });
});
