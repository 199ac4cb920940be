import { readFileSync } from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { createDb } from "#server/adapters/db/client.ts";
import { ClusterSpec, specOfSize } from "#server/domain/cluster/spec.ts";
import { clusterApiPlan } from "#server/domain/cluster/cluster-api/plan.ts";
import { expect, test } from "./fixtures.ts";
import type { Api } from "./support/api.ts";
import { shoot } from "./support/look.ts";

const SPEC = ClusterSpec.parse({
  ...specOfSize("small"),
  clusterApi: {
    managementId: "2f1c8a3e-6a55-4d0f-9f6b-0d9d3b1f7a11",
    namespace: "fleet",
    classRef: { name: "aws", namespace: "fleet" },
  },
});
const STEPS = clusterApiPlan("create", SPEC).length;
const SPECIES = "cluster-api fleet/aws";
const DELETING = { deletionRequestedAt: new Date("2026-06-10T06:00:00Z") };

/** Rows alone, of clusters under way: no loop is told of them, so that they stay as they are looked at. */
async function underWay(dataDir: string, api: Api) {
  const { databaseUrl } = JSON.parse(readFileSync(path.join(dataDir, "processes.json"), "utf8")) as {
    databaseUrl: string;
  };
  const db = createDb(databaseUrl, 2);
  const { now } = (await api.session.state.query()).clock;
  const at = (seconds: number) => new Date(+now + seconds * 1_000);
  const made: string[] = [];
  async function add(
    name: string,
    operation: "create" | "scale" | "delete",
    events: readonly [step: string, attempt: number, event: string, seconds: number, message?: string][],
    more: object = {},
  ) {
    made.push(name);
    await db.cluster.create({
      data: {
        id: name,
        name,
        provider: "cluster-api",
        zone: "US-CAL-CISO",
        spec: SPEC,
        createdBy: "Ada",
        ...more,
      },
    });
    for (const [step, attempt, event, seconds, message = "."] of events)
      await db.clusterStep.create({
        data: { clusterId: name, at: at(seconds), operation, step, attempt, event, message },
      });
  }
  return {
    db,
    at,
    add,
    async pastRuns(operation: "create" | "scale" | "delete", minutes: number) {
      await db.stepDuration.createMany({
        data: clusterApiPlan(operation, SPEC).flatMap(({ name }) =>
          [0.8, 1, 1.2].map((share) => ({
            species: SPECIES,
            operation,
            step: name,
            durationMs: share * minutes * 60_000,
          })),
        ),
      });
    },
    async end() {
      await db.cluster.deleteMany({ where: { id: { in: made } } });
      await db.reconcileState.deleteMany({ where: { key: { in: made } } });
      await db.stepDuration.deleteMany({ where: { species: SPECIES } });
      await db.$disconnect();
    },
  };
}

test("how far a creation is, and when it may end, by past runs of its class", async ({
  page,
  api,
  product,
}) => {
  const world = await underWay(product.dataDir, api);
  try {
    await world.pastRuns("create", 2);
    await world.add("heron-far", "create", [
      ["accepted", 1, "started", -240],
      ["accepted", 1, "succeeded", -180],
      ["topology", 1, "started", -180],
      ["topology", 1, "succeeded", -60],
      ["infrastructure", 1, "started", -60],
      ["infrastructure", 1, "waiting", -59, "The load balancer is being made."],
    ]);
    await page.goto("/clusters/heron-far");
    const creation = page.getByRole("region", { name: "Creation" });
    await expect(creation.getByTestId("progress")).toHaveText(
      new RegExp(`^\\d+.%, 2 of ${STEPS}.steps done\\. \\d\\d.min to \\d\\d.min left, as past runs went\\.$`),
    );
    const { operation } = await api.cluster.get.query({ name: "heron-far" });
    expect(operation?.percent).toBeGreaterThanOrEqual(Math.floor((100 * 2.5) / STEPS));
    await shoot(page, "steps-creating");
  } finally {
    await world.end();
  }
});

const failing = (step: string) =>
  [
    [step, 1, "started", -30],
    [step, 1, "failed", -29, "The quota of vCPUs in us-west-1 is reached."],
    [step, 2, "started", -20],
    [step, 2, "failed", -19, "The quota of vCPUs in us-west-1 is reached."],
  ] as const;

test("attempt and countdown of a step that fails, in a change and in a deletion", async ({
  page,
  api,
  product,
}) => {
  const world = await underWay(product.dataDir, api);
  try {
    const provisioned = {
      generation: 2,
      observedGeneration: 1,
      conditions: [
        {
          type: "Provisioned",
          status: "True",
          reason: "StepsDone",
          message: "",
          observedGeneration: 1,
          lastTransitionTime: world.at(-600),
        },
      ],
    };
    await world.add(
      "heron-change",
      "scale",
      failing("topology").map((each) => [...each]),
      provisioned,
    );
    await world.add(
      "heron-gone",
      "delete",
      failing("workers").map((each) => [...each]),
      DELETING,
    );
    for (const name of ["heron-change", "heron-gone"])
      await world.db.reconcileState.create({
        data: { controller: "cluster", key: name, failures: 2, nextRunAt: world.at(3_600), lastError: "x" },
      });

    for (const [name, region] of [
      ["heron-change", "Change"],
      ["heron-gone", "Teardown"],
    ] as const) {
      await page.goto(`/clusters/${name}`);
      const section = page.getByRole("region", { name: region });
      await expect(section.getByTestId("progress")).toContainText("A step fails, so its end is not known.");
      await expect(section.getByText(/, attempt.2/)).toBeVisible();
      await expect(section.getByText(/^Attempt 2, /)).toBeVisible();
      await expect(section.getByTestId("next-attempt")).toHaveText(
        /^Attempt 3 starts by itself in (1.h|59.min)\.$/,
      );
      await expect(section.getByRole("button", { name: "Retry now" })).toBeVisible();
      await shoot(page, `steps-${name}`);
    }
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  } finally {
    await world.end();
  }
});
