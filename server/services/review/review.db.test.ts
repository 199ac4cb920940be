import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import type { TerminalEvent } from "#server/domain/resource/terminal.ts";
import { policyRollout } from "#server/workers/policy-rollout/controller.ts";
import { publishScore } from "#server/workers/policy-rollout/scores.ts";
import { giveAccess } from "../access/give.ts";
import { installAgent } from "../agent/install-agent.ts";
import { releaseAll } from "../cluster/release-all.ts";
import { savePolicy } from "../policy/save.ts";
import { applyEdit } from "../resource/edit.ts";
import { deleteResource } from "../resource/delete.ts";
import { getAccess } from "../resource/get-access.ts";
import { openTerminal } from "../resource/open-terminal.ts";
import { testFleet, type TestFleet } from "../workload/testing.ts";
import { getReview } from "./get.ts";
import { ReviewWish } from "./wish.ts";
import { writeReviewed } from "./write.ts";

const IMAGE = "registry.example.org/karbonetes/agent:1.2.3";
const SYSTEM = "/api/v1/namespaces/karbonetes-system";
const wish = { name: "lab", image: null, dryRun: false };
const { signal } = new AbortController();

let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
  await fleet.db.carbonZone.create({ data: { zone: "DE", name: "Germany" } });
});
afterAll(() => fleet.close());
beforeEach(async () => {
  await fleet.db.policy.deleteMany();
  await fleet.db.auditEntry.deleteMany();
  await fleet.db.cluster.update({
    where: { id: fleet.lab },
    data: { provider: "imported", reviewedAt: null, reviewedBy: null },
  });
});

const operator = () => fleet.as("operator");
const save = () =>
  savePolicy(operator(), {
    name: "green",
    clusterIds: [fleet.lab],
    namespaces: [],
    spec: CarbonPolicySpec.parse({ maxDelay: "8h" }),
  });
const condition = async () => (await fleet.app.policies.findByName("green"))?.rollouts[0]?.condition;
const target = { cluster: "lab", kind: "namespaces", namespace: null, name: "default" };

test("what would be written is shown whole, and nothing of it is there afterwards", async () => {
  await save();
  const { objects, later, digest } = await getReview(operator(), { ...wish, image: IMAGE });
  const kinds = objects.map(({ kind }) => kind);
  expect(kinds[0]).toBe("Namespace");
  expect(kinds).toEqual(
    expect.arrayContaining([
      "CustomResourceDefinition",
      "ClusterRole",
      "Deployment",
      "MutatingWebhookConfiguration",
      "CarbonAwarePolicy",
    ]),
  );
  expect(objects[0]).toMatchObject({ name: "karbonetes-system", change: "change" });
  expect(objects[0]?.fields).toEqual([
    { path: "metadata.annotations", from: null, to: expect.stringContaining("carbon-aware.io/zone: DE") },
  ]);
  expect(objects.find(({ kind }) => kind === "Deployment")).toMatchObject({ change: "create" });
  expect(objects.find(({ kind }) => kind === "Deployment")?.yaml).toContain(IMAGE);
  expect(objects.find(({ kind }) => kind === "CarbonAwarePolicy")?.yaml).toContain("maxDelay: 8h");
  expect(objects.find(({ kind }) => kind === "MutatingWebhookConfiguration")?.refusal).toBe(
    "A sandbox cluster is simulated and does not serve matchConditions of webhooks.",
  );
  expect(later.join(" ")).toMatch(/never writes to a Node/);
  expect((await getReview(operator(), { ...wish, image: IMAGE })).digest).toBe(digest);
  const { metadata } = await fleet.kube.json<KubeObject>(SYSTEM);
  expect(metadata.annotations).toBeUndefined();
});

test.each<[string, () => Promise<unknown>]>([
  ["installing the agent", () => installAgent(operator(), { ...wish, image: IMAGE })],
  ["releasing Jobs", () => releaseAll(operator(), { name: "lab" })],
  [
    "editing an object",
    () => applyEdit(operator(), { ...target, base: "{}", edited: "{}", overwrite: false }),
  ],
  ["deleting one", () => deleteResource(operator(), { ...target, uid: "u", confirm: "default" })],
  [
    "giving an access",
    () => giveAccess(operator(), { name: "lab", extent: "view", forSeconds: 3_600, namespaces: [] }),
  ],
])("%s is refused while it is locked", async (_, act) => {
  await expect(act()).rejects.toThrow(
    "lab is locked: nothing is written into it before what would be is reviewed, on its page.",
  );
});

test("a terminal is refused while it is locked, as its end says", async () => {
  const shell = {
    session: crypto.randomUUID(),
    cluster: "lab",
    namespace: "default",
    pod: "box",
    container: "main",
    command: "",
    size: { columns: 80, rows: 24 },
  };
  const events: TerminalEvent[] = [];
  for await (const event of openTerminal(operator(), shell, signal)) events.push(event);
  expect(events).toEqual([{ kind: "ended", why: expect.stringContaining("lab is locked") }]);
});

test("its objects can be read, and nothing is offered on them", async () => {
  expect(await getAccess(operator(), target)).toMatchObject({
    patch: false,
    delete: false,
    locked: true,
  });
});

test("a policy waits for the review, and reaches the cluster after it", async () => {
  await save();
  const loop = policyRollout(fleet.app);
  await loop.reconcile(fleet.lab, signal);
  await publishScore(fleet.app, "DE", signal);
  expect(await condition()).toMatchObject({
    status: "False",
    reason: "WaitsForReview",
    message: "It waits for the review of lab: nothing is written there before.",
  });
  const { digest } = await getReview(operator(), wish);
  expect(await writeReviewed(operator(), { ...wish, digest })).toEqual([]);
  await loop.reconcile(fleet.lab, signal);
  expect(await condition()).toMatchObject({ status: "True", reason: "Synced" });
  const { metadata } = await fleet.kube.json<KubeObject>(SYSTEM);
  expect(metadata.annotations).toMatchObject({ "carbon-aware.io/zone": "DE" });
  const [entry] = await fleet.db.auditEntry.findMany({ where: { action: "cluster.review" } });
  expect(entry).toMatchObject({ subject: "lab", detail: { image: null } });
  await expect(getReview(operator(), wish)).rejects.toThrow("lab has been reviewed by Ada already.");
});

test("what is agreed to is what was shown: a change meanwhile asks for another look", async () => {
  const { digest } = await getReview(operator(), wish);
  await save();
  await expect(writeReviewed(operator(), { ...wish, digest })).rejects.toThrow(
    "What would be written into lab is not what was shown any more. Nothing was written; look at it again.",
  );
  const two = await getReview(operator(), wish);
  const both = await Promise.allSettled(
    [1, 2].map(() => writeReviewed(operator(), { ...wish, digest: two.digest })),
  );
  expect(both.map(({ status }) => status).toSorted((a, b) => a.localeCompare(b))).toEqual([
    "fulfilled",
    "rejected",
  ]);
});

test("it takes the role operator, a cluster that was imported, and an image that is one", async () => {
  await expect(getReview(fleet.as("viewer"), wish)).rejects.toThrow(/takes the role operator/);
  await expect(writeReviewed(fleet.as("viewer"), { ...wish, digest: "x" })).rejects.toThrow(
    /takes the role operator/,
  );
  await fleet.db.cluster.update({ where: { id: fleet.lab }, data: { provider: "sandbox" } });
  await expect(getReview(operator(), wish)).rejects.toThrow("lab was made here, so it has no review.");
  expect(ReviewWish.safeParse({ ...wish, image: "agent" }).error?.issues[0]?.message).toMatch(
    /^Give the image with its tag/,
  );
});
