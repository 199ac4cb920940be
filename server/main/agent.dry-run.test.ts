import { afterAll, beforeAll, expect, test } from "vitest";
import { POLICIES_PATH, SYSTEM_NAMESPACE_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { DRY_RUN_ANNOTATION } from "#server/domain/job/annotations.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { aware, key, sandboxWorld, until, type SandboxWorld } from "./agent.testing.ts";

let world: SandboxWorld;
beforeAll(async () => void (world = await sandboxWorld(600)), 30_000); // an hour in six seconds
afterAll(() => world.close());

const PATH = `${POLICIES_PATH.replace("/carbonaware", "/namespaces/default/carbonaware")}/trial`;
const policy = (spec: object) =>
  world.kube.apply(
    PATH,
    {
      apiVersion: "carbon-aware.io/v1alpha1",
      kind: "CarbonAwarePolicy",
      metadata: { name: "trial", namespace: "default" },
      spec,
    },
    { fieldManager: "test", force: true },
  );
const told = (job: Job, reason: string) =>
  until(async () => {
    const events = await world.eventsOf(job.metadata.name);
    return events.find((event) => event.reason === reason) ?? expect.fail(`no Event ${reason}`);
  });
async function untouched(job: Job): Promise<void> {
  const { metadata, spec } = await world.finished(job);
  expect(metadata.annotations).toEqual(aware());
  expect(metadata.labels?.[key("managed")]).toBeUndefined();
  expect(spec.suspend ?? false).toBe(false);
  expect(spec.template.spec.affinity).toBeUndefined();
}
async function records(): Promise<DecisionRecord[]> {
  const all: DecisionRecord[] = [];
  await world.journal().drain(async (batch) => void all.push(...batch));
  return all;
}

test("a policy that turns into a dry run lets go what it held, then only says what it would do", async () => {
  await world.publish(6, 7);
  await policy({ maxDelay: "24h" });
  const held = await world.submit(aware());
  expect(held.spec.suspend).toBe(true);

  await policy({ maxDelay: "24h", dryRun: true });
  await until(async () => expect(await world.state(held)).toBe("released"));
  expect((await world.read(held)).metadata.annotations?.[key("reason")]).toBe("DryRunBegan");

  const job = await world.submit(aware());
  expect(job.spec.suspend ?? false).toBe(false);
  const { message } = await told(job, "WouldHold");
  expect(message).toMatch(/^Dry run, nothing is changed: Waiting until .* It would have saved about \d+ m?g/);
  await untouched(job);

  const noted = async () => (await world.kube.json<KubeObject>(PATH)).status;
  await until(async () => expect(await noted()).toMatchObject({ dryRun: { jobs: 1, wouldHaveWaited: 1 } }));

  await world.endAgent();
  await world.beginAgent();
  const next = await world.submit(aware());
  await told(next, "WouldHold");
  const mine = (await records()).filter(({ name }) => [job, next].some((one) => one.metadata.name === name));
  expect(mine.map(({ name }) => name)).toEqual([job.metadata.name, next.metadata.name]); // once each
  for (const { wouldHave, released, decision, input } of mine) {
    expect(released).toBe(false);
    expect(decide(input)).toEqual(decision);
    expect(wouldHave?.gramsPlanned).toBeLessThan(wouldHave?.gramsNow ?? 0);
  }

  await policy({ maxDelay: "24h" });
  await until(async () => expect((await world.submit(aware())).spec.suspend).toBe(true));
  expect((await world.eventsOf(next.metadata.name)).map(({ reason }) => reason)).not.toContain(
    "AdmissionMissed",
  );
}, 40_000);

test("so does a cluster, whatever its policies say", async () => {
  await world.publish(6, 7);
  const wish = (value: string | null) =>
    world.kube.patch(
      SYSTEM_NAMESPACE_PATH,
      { metadata: { annotations: { [DRY_RUN_ANNOTATION]: value } } },
      "application/merge-patch+json",
      {},
    );
  const held = await world.submit(aware());
  expect(held.spec.suspend).toBe(true);
  await wish("true");
  await until(async () => expect(await world.state(held)).toBe("released"));
  const job = await world.submit(aware());
  await told(job, "WouldHold");
  await untouched(job);
  await wish(null);
  await until(async () => expect((await world.submit(aware())).spec.suspend).toBe(true));
}, 40_000);
