import { setTimeout as sleep } from "node:timers/promises";
import { installKinds, installWebhook } from "#server/adapters/kubernetes/install.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { POLICIES_PATH, SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { scoreNameOf, toScore } from "#server/domain/carbon/score.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { POLICY_API_VERSION } from "#server/domain/policy/spec.ts";
import { WEBHOOK_PATH } from "#server/manifests/agent.ts";
import { NAMESPACES, ZONES, jobFor, namespaceOf, zoneOf } from "./jobs.ts";

const STEP_MS = HOUR_MS / 2;
const FORESEEN = (48 * HOUR_MS) / STEP_MS;
const RECENT = (7 * DAY_MS) / STEP_MS;
const AT_ONCE = 16;
const WITHIN_MS = 30_000;
const POLICY = { maxDelay: "24h", minSavingPercent: 2 };

/** Our kinds; a policy for the cluster and one a namespace; zones with a week read and two days foreseen. */
export async function fillCluster(kube: KubeClient, now: Date): Promise<void> {
  await installKinds(kube, AbortSignal.timeout(60_000));
  const policy = (namespace: string, name: string, spec: object) =>
    kube.apply(
      `${POLICIES_PATH.replace("/carbonaware", `/namespaces/${namespace}/carbonaware`)}/${name}`,
      {
        apiVersion: POLICY_API_VERSION,
        kind: "CarbonAwarePolicy",
        metadata: { name, namespace },
        spec,
      },
      { fieldManager: "bench" },
    );
  await policy("karbonetes-system", "default", { ...POLICY, zone: zoneOf(0) });
  for (let n = 0; n < NAMESPACES; n++) {
    const name = namespaceOf(n);
    await kube.json("/api/v1/namespaces", { method: "POST", body: { metadata: { name } } });
    await policy(name, "team", { ...POLICY, zone: zoneOf(n), uncertaintyMargin: n % 2 ? 0.5 : 0 });
  }
  for (let n = 0; n < ZONES; n++) await kube.apply(...scoreOf(n, now));
}

/** The dearest hour is now and the cheapest half a day ahead, so that every Job is better held. */
function scoreOf(n: number, now: Date): Parameters<KubeClient["apply"]> {
  const slot = Math.floor(+now / STEP_MS);
  const gramsAt = (ahead: number) =>
    Math.round(320 + 10 * n + 180 * Math.cos((2 * Math.PI * ahead * STEP_MS) / DAY_MS));
  const foreseen = Array.from({ length: FORESEEN }, (_, ahead) => gramsAt(ahead));
  const reading = (ahead: number) => ({
    startsAt: new Date((slot + ahead) * STEP_MS),
    stepMs: STEP_MS,
    gramsPerKwh: gramsAt(ahead),
    quality: "measured" as const,
  });
  const zone = zoneOf(n);
  const spec = toScore({
    zone,
    kind: "average",
    provenance: "bench",
    latest: reading(-1),
    recent: Array.from({ length: RECENT }, (_, i) => reading(i - RECENT)),
    forecast: {
      generatedAt: now,
      startsAt: new Date(slot * STEP_MS),
      stepMs: STEP_MS,
      method: "bench",
      gramsPerKwh: foreseen,
      low: foreseen.map((grams) => 0.9 * grams),
      high: foreseen.map((grams) => 1.1 * grams),
    },
  });
  const name = scoreNameOf(zone);
  return [
    `${SCORES_PATH}/${name}`,
    { apiVersion: "carbon-aware.io/v1alpha1", kind: "CarbonScore", metadata: { name }, spec },
    { fieldManager: "bench" },
  ];
}

/** Jobs that the agent holds when the API server asks it, so that its cache is that of a cluster in use. @throws Error when one is not held */
export async function holdJobs(
  kube: KubeClient,
  count: number,
  { port, caBundle }: { port: number; caBundle: string },
): Promise<void> {
  const url = `https://127.0.0.1:${port}${WEBHOOK_PATH}`;
  await installWebhook(kube, { url, caBundle }, AbortSignal.timeout(10_000));
  let held = false;
  await untilAsked(
    kube,
    () => held,
    (suspended) => (held = suspended),
  );
  let next = 0;
  async function submitSome(): Promise<void> {
    for (let n = next++; n < count; n = next++) {
      if (await submit(kube, n)) continue;
      throw new Error(`The API server did not have the agent hold Job ${n}.`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, submitSome));
}

/** A webhook is asked a moment after its configuration is accepted. */
export async function untilAsked(
  kube: KubeClient,
  isAsked: () => boolean,
  onJob: (suspended: boolean) => void = () => undefined,
): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  while (!isAsked()) {
    if (performance.now() > deadline) throw new Error("The API server does not ask the webhook.");
    onJob(await submit(kube, 0, { dryRun: true }));
    await sleep(100);
  }
}

/** Whether it came to be suspended. */
export async function submit(kube: KubeClient, n: number, { dryRun = false } = {}): Promise<boolean> {
  const body = jobFor(n);
  const { spec } = await kube.json<{ spec: { suspend?: boolean } }>(
    `/apis/batch/v1/namespaces/${body.metadata.namespace}/jobs`,
    { method: "POST", body, query: dryRun ? { dryRun: "All" } : {} },
  );
  return spec.suspend === true;
}
