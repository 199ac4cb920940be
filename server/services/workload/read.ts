import { readClusterView } from "#server/adapters/kubernetes/cluster-view.ts";
import { JOBS_PATH } from "#server/adapters/kubernetes/job.ts";
import type { App } from "#server/context.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { isSimulated } from "#server/domain/cluster/provider-words.ts";
import { isTrue, type ClusterRow } from "#server/domain/cluster/row.ts";
import { isCarbonAware, ranMsOf, submittedAtOf } from "#server/domain/job/facts.ts";
import { lengthsByOwner } from "#server/domain/job/history.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import { stretchesOf, type Stretch, type Turn } from "#server/domain/job/stretches.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { workloadRowOf } from "#server/domain/workload/row.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";

const CALL_MS = 3_000;
const OLDEST_MS = 8 * DAY_MS; // a Job waits at most seven days

export interface ClusterJobs {
  view: ClusterView;
  jobs: Job[];
}

/** Only a cluster whose API has answered once can be asked for Jobs. */
export const hasApi = (cluster: ClusterRow): boolean =>
  !cluster.deletionRequestedAt && isTrue(cluster, "Provisioned");

/** Every carbon-aware Job of a cluster, and what its agent decides by; within three seconds. */
export async function readClusterJobs(app: App, cluster: ClusterRow): Promise<ClusterJobs> {
  const kube = await app.kubernetes.forCluster(cluster);
  const signal = AbortSignal.timeout(CALL_MS);
  const [view, { items }] = await Promise.all([
    readClusterView(kube, cluster.zone, signal),
    kube.list<Job>(JOBS_PATH, { signal }),
  ]);
  const jobs = items.filter(isCarbonAware);
  const lengths = lengthsByOwner(jobs);
  return { view: { ...view, lengthsOf: (owner) => lengths.get(owner) ?? [] }, jobs };
}

export async function rowsOf(
  app: App,
  cluster: ClusterRow,
  { view, jobs }: ClusterJobs,
): Promise<WorkloadRow[]> {
  const now = app.clock.now();
  const released = jobs.filter((job) => job.spec.suspend !== true).map(({ metadata }) => metadata.uid ?? "");
  const inParts = jobs.filter((job) => ranMsOf(job) > 0).map(({ metadata }) => metadata.uid ?? "");
  const [power, releases, turns] = await Promise.all([
    app.settings.power(),
    released.length > 0 ? app.decisions.releasesOf(cluster.id, released) : new Map<string, never>(),
    inParts.length > 0 ? app.decisions.turnsOf(cluster.id, inParts) : new Map<string, never>(),
  ]);
  const readingsOf = memo((zone) => readingsSince(app, view, zone, oldestOf(jobs, now), now));
  return Promise.all(
    jobs.map(async (job) => {
      const context = { cluster: identityOf(cluster), view, power, now, readings: [] };
      const { input } = workloadRowOf(job, context);
      const readings = job.spec.suspend === true ? [] : await readingsOf(input.policy.zone);
      const { uid = "" } = job.metadata;
      const earlier = endedStretches(turns.get(uid));
      return workloadRowOf(job, { ...context, readings, release: releases.get(uid), earlier }).row;
    }),
  );
}

/** The stretches of an interruptible Job that have ended; its present one is what its status says. */
export const endedStretches = (turns: readonly Turn[] | undefined): Stretch[] =>
  stretchesOf(turns ?? []).filter(({ to }) => to !== null);

export async function readingsSince(
  app: App,
  view: ClusterView,
  zone: string,
  from: Date,
  now: Date,
): Promise<Intensity[]> {
  const kind = view.signalOf(zone)?.kind ?? "average";
  return app.carbon.readings({ zone, kind }, { from: new Date(+from - DAY_MS / 24), to: now });
}

export const identityOf = ({ id, name, provider }: ClusterRow) => ({
  id,
  name,
  simulated: isSimulated(provider),
});

function oldestOf(jobs: readonly Job[], now: Date): Date {
  const submitted = jobs.map((job) => +submittedAtOf(job, now));
  return new Date(Math.max(+now - OLDEST_MS, Math.min(+now, ...submitted)));
}

function memo<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const present = known.get(key) ?? read(key);
    known.set(key, present);
    return present;
  };
}
