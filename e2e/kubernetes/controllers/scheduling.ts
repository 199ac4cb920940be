import { beforeAll, describe, expect, test } from "vitest";
import type { Connect } from "../contract/world.ts";
import { batchJob, jobWith, until, useBatchWorld, type Condition, type Resource } from "./batch-world.ts";

const GREEN = { "karpenter.sh/nodepool": "green" };
const IN_GREEN = { matchExpressions: [{ key: "karpenter.sh/nodepool", operator: "In", values: ["green"] }] };
const TOLERATION = { key: "carbon-aware.io/pool", operator: "Exists" };
const PREFER_GREEN = {
  tolerations: [TOLERATION],
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: IN_GREEN }],
    },
  },
};
const REQUIRE_GREEN = {
  tolerations: [TOLERATION],
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [IN_GREEN] } },
  },
};

export function scheduling(connect: Connect): void {
  describe("scheduling", () => {
    const world = useBatchWorld(connect);
    let [green, fallback] = ["", ""];
    beforeAll(async () => {
      fallback = await world.addNode({ cpu: "4" });
      const taints = [{ key: "carbon-aware.io/pool", value: "green", effect: "NoSchedule" }];
      green = await world.addNode({ cpu: "2", labels: GREEN, taints });
    });
    const podOf = async (job: string): Promise<Resource | undefined> =>
      (await world.list("pods", `batch.kubernetes.io/job-name=${job}`))[0];
    const refusal = (job: string): Promise<Condition> =>
      until(`the pod of ${job} is unschedulable`, async () =>
        (await podOf(job))?.status.conditions?.find(
          ({ type, status }) => type === "PodScheduled" && status === "False",
        ),
      );

    test.each([
      ["a plain pod keeps off a tainted node", {}, () => fallback],
      ["a preference is followed where there is room", PREFER_GREEN, () => green],
      ["so is a requirement", REQUIRE_GREEN, () => green],
      ["a node is found by its name", { affinity: byName(() => fallback) }, () => fallback],
    ])("%s", async (sentence, pod, node) => {
      const name = sentence.replaceAll(/[^a-z]+/g, "-");
      await world.create("jobs", batchJob(world, name, { pod: JSON.parse(JSON.stringify(pod)) as object }));
      await jobWith(world, name, "Complete");
      expect((await podOf(name))?.spec.nodeName).toBe(node());
    });

    test("a preference that cannot be met is let go", async () => {
      const pod = { ...PREFER_GREEN, containers: container("3") };
      await world.create("jobs", batchJob(world, "too-large-for-green", { pod }));
      await jobWith(world, "too-large-for-green", "Complete");
      expect((await podOf("too-large-for-green"))?.spec.nodeName).toBe(fallback);
    });

    test.each([
      [
        "no node with its label",
        { nodeSelector: { "contract.test/nowhere": "yes" } },
        "didn't match Pod's node affinity/selector",
      ],
      ["too much CPU", { containers: container("64") }, "Insufficient cpu"],
      ["a taint it does not tolerate", { nodeSelector: GREEN }, "had untolerated taint"],
    ])("what fits nowhere waits and says why: %s", async (sentence, pod, why) => {
      const name = `waits-${sentence.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`;
      await world.create("jobs", batchJob(world, name, { pod }));
      const { reason, message } = await refusal(name);
      expect(reason).toBe("Unschedulable");
      expect(message).toMatch(/^0\/\d+ nodes are available: /);
      expect(message).toContain(why);
      const events = await until("the Event", async () => {
        const found = await world.reasons((await podOf(name))?.metadata.name ?? "");
        return found.length > 0 && found;
      });
      expect(events).toContain("FailedScheduling");
      await world.remove("jobs", name);
    });

    test("what waits is bound when room comes", async () => {
      const nodeSelector = { "contract.test/late": "yes" };
      await world.create("jobs", batchJob(world, "patient", { pod: { nodeSelector } }));
      await refusal("patient");
      const node = await world.addNode({ labels: nodeSelector });
      await jobWith(world, "patient", "Complete");
      expect((await podOf("patient"))?.spec.nodeName).toBe(node);
    });

    test("full nodes take the next pod when one ends", async () => {
      const spec = { parallelism: 3, completions: 3 };
      const pod = { ...REQUIRE_GREEN, containers: container("1500m") };
      await world.create("jobs", batchJob(world, "one-by-one", { spec, pod }));
      const done = await jobWith(world, "one-by-one", "Complete");
      expect(done.status["succeeded"]).toBe(3);
    });
  });
}

const container = (cpu: string) => [
  { name: "main", image: "busybox:1.36", resources: { requests: { cpu } } },
];

/** Read when the Job is made: the node has no name before. */
const byName = (name: () => string) => ({
  toJSON: () => ({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [name()] }] }],
      },
    },
  }),
});
