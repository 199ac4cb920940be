import type { App } from "#server/context.ts";
import { MINUTE_MS } from "#server/domain/clock.ts";
import { isTrue } from "#server/domain/cluster/row.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { createCluster } from "#server/services/cluster/create.ts";
import { savePolicy } from "#server/services/policy/save.ts";
import { submitSamples } from "#server/services/workload/submit-samples.ts";
import type { Reconciler } from "../runtime/reconciler.ts";

const CLUSTER = "day-in-the-sun";
const POLICY = "by-day";
const ZONE = "US-CAL-CISO";
const JOB_EVERY_MS = 30 * MINUTE_MS;
const LOOK_AGAIN_MS = 2 * MINUTE_MS;

/** A day to watch: a cluster, a policy, and a Job every half-hour; all through the verbs that people use. */
export function demoController(app: App): Reconciler {
  return {
    name: "demo",
    keys: async () => ["day"],
    async reconcile() {
      const cluster = await app.clusters.findByName(CLUSTER);
      if (!cluster) {
        await createCluster(app, { name: CLUSTER, zone: ZONE, size: "medium" });
        return { requeueAfterMs: LOOK_AGAIN_MS };
      }
      if (!isTrue(cluster, "Ready")) return { requeueAfterMs: LOOK_AGAIN_MS };
      if (!(await app.policies.findByName(POLICY))) {
        await savePolicy(app, {
          name: POLICY,
          spec: CarbonPolicySpec.parse({ maxDelay: "18h" }),
          clusterIds: [cluster.id],
          namespaces: [],
        });
        return { requeueAfterMs: LOOK_AGAIN_MS };
      }
      await submitSamples(app, { cluster: CLUSTER, count: 1 });
      return { requeueAfterMs: JOB_EVERY_MS };
    },
  };
}
