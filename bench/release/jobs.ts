import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { SCORE_API_VERSION, toScore } from "#server/domain/carbon/score.ts";
import { MINUTE_MS } from "#server/domain/clock.ts";
import { ANNOTATION, HELD_LABEL } from "#server/domain/job/annotations.ts";
import { instant } from "#server/domain/job/patch.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { DEFAULT_POLICY_NAME, POLICY_API_VERSION, SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { POLICY_PLURAL } from "#server/manifests/crds.ts";
import { each } from "./plane.ts";

export const NAMESPACE = "batch";
export const JOBS = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
export const MAX_DELAY = "4h";
const MAX_DELAY_MS = 240 * MINUTE_MS;
const AT_ONCE = 32;

/** As the webhook leaves a Job that waits, in the same bytes; for the bare client, which the agent is to leave alone. */
export const heldAnnotations = (): Record<string, string> => ({
  [ANNOTATION.state]: "held",
  [ANNOTATION.reason]: "BetterWindowAhead",
  [ANNOTATION.releaseAt]: instant(new Date(Date.now() + MAX_DELAY_MS / 2)),
  [ANNOTATION.latestStart]: instant(new Date(Date.now() + MAX_DELAY_MS)),
});

interface Wish {
  prefix: string;
  count: number;
  enabled: boolean;
  annotations?: Record<string, string>;
}

/** Suspended Jobs of the size people write. The API server is told, as the Job controller would, that they are suspended. */
export async function submitJobs(
  kube: KubeClient,
  { prefix, count, enabled, annotations = {} }: Wish,
): Promise<string[]> {
  const names = Array.from({ length: count }, (_, n) => `${prefix}-${String(n).padStart(5, "0")}`);
  await each(names, AT_ONCE, async (name) => {
    await kube.json(JOBS, {
      method: "POST",
      body: jobOf(name, { [ANNOTATION.enabled]: String(enabled), ...annotations }, !enabled),
    });
    const condition = {
      type: "Suspended",
      status: "True",
      reason: "JobSuspended",
      message: "Job suspended",
      lastProbeTime: instant(new Date()),
      lastTransitionTime: instant(new Date()),
    };
    await kube.patch(`${JOBS}/${name}/status`, { status: { conditions: [condition] } }, MERGE);
  });
  return names;
}
export const MERGE = "application/merge-patch+json";

const jobOf = (name: string, annotations: Record<string, string>, held: boolean) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: {
    name,
    labels: { app: "regrid", team: "climate", ...(held && { [HELD_LABEL]: "true" }) },
    annotations: { [ANNOTATION.maxDelay]: MAX_DELAY, [ANNOTATION.duration]: "30m", ...annotations },
  },
  spec: {
    ...(held && { suspend: true }),
    backoffLimit: 2,
    template: {
      metadata: { labels: { app: "regrid", team: "climate" } },
      spec: {
        restartPolicy: "Never",
        containers: [
          {
            name: "main",
            image: "registry.example.org/climate/regrid:1.14.2",
            command: ["python", "-m", "regrid", "--year", "2025", "--grid", "n320"],
            env: [
              { name: "INPUT", value: "s3://era5/2025/" },
              { name: "OUTPUT", value: "s3://regrid/2025/" },
              { name: "OMP_NUM_THREADS", value: "2" },
            ],
            resources: { requests: { cpu: "2", memory: "4Gi" }, limits: { memory: "4Gi" } },
            volumeMounts: [{ name: "scratch", mountPath: "/scratch" }],
          },
        ],
        volumes: [{ name: "scratch", emptyDir: {} }],
      },
    },
  },
});

const LIMIT = 150;
const [DIRTY, CLEAN] = [400, 100];

/** The cluster's policy: under its limit a Job starts at once. */
export async function limitIntensity(kube: KubeClient): Promise<void> {
  const policy = {
    apiVersion: POLICY_API_VERSION,
    kind: "CarbonAwarePolicy",
    metadata: { name: DEFAULT_POLICY_NAME, namespace: SYSTEM_NAMESPACE },
    spec: { maxIntensity: LIMIT },
  };
  const path = `/apis/${POLICY_API_VERSION}/namespaces/${SYSTEM_NAMESPACE}/${POLICY_PLURAL}`;
  await kube.apply(`${path}/${DEFAULT_POLICY_NAME}`, policy, { fieldManager: "bench", force: true });
}

/** A dirty grid that will be clean for an hour in three; or one that is clean now, which nobody foresaw. */
export async function publishGrid(kube: KubeClient, now: "dirty" | "clean"): Promise<void> {
  const first = Math.floor(Date.now() / MINUTE_MS);
  const slotAt = (n: number) => new Date((first + n) * MINUTE_MS);
  const gramsPerKwh = now === "clean" ? CLEAN : DIRTY;
  const spec = toScore({
    zone: "DE",
    kind: "average",
    provenance: "bench",
    latest: { startsAt: slotAt(-1), stepMs: MINUTE_MS, gramsPerKwh, quality: "measured" },
    recent: [],
    forecast: {
      generatedAt: new Date(),
      startsAt: slotAt(0),
      stepMs: MINUTE_MS,
      gramsPerKwh: Array.from({ length: 400 }, (_, n) => (n >= 180 && n < 240 ? CLEAN : DIRTY)),
      method: "bench",
    },
  });
  const score = {
    apiVersion: SCORE_API_VERSION,
    kind: "CarbonScore",
    metadata: { name: "de" },
    spec,
  };
  await kube.apply(`${SCORES_PATH}/de`, score, { fieldManager: "bench", force: true });
}

export const listJobs = async (kube: KubeClient, prefix: string): Promise<Job[]> =>
  (await kube.list<Job>(JOBS)).items.filter(({ metadata }) => metadata.name.startsWith(prefix));

export async function createBatchNamespace(kube: KubeClient): Promise<void> {
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } };
  await kube.json("/api/v1/namespaces", { method: "POST", body });
}
