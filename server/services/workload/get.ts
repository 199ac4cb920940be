import type { StoredDecision } from "#server/adapters/db/decision.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { candidatesOf } from "#server/domain/job/candidates.ts";
import type { DecideInput } from "#server/domain/job/decision.ts";
import { ranMsOf, submittedAtOf } from "#server/domain/job/facts.ts";
import { powerOf } from "#server/domain/job/power.ts";
import { sentenceOf } from "#server/domain/job/sentence.ts";
import { ranBefore, type Turn } from "#server/domain/job/stretches.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { sourceOf } from "#server/domain/policy/match.ts";
import { wantedIn } from "#server/domain/policy/row.ts";
import { restOf, workloadRowOf } from "#server/domain/workload/row.ts";
import type { SentenceFacts, WorkloadDetail, WorkloadRow } from "#server/domain/workload/view.ts";
import { whatWouldChangeIt, whyOf } from "#server/domain/workload/why.ts";
import { endedStretches, identityOf, readingsSince } from "./read.ts";
import { findJob, type JobTarget } from "./target.ts";

/** One Job with every start it may have, why this one, and every decision on it. */
export async function getWorkload(app: App, target: JobTarget): Promise<WorkloadDetail> {
  authorise(app.actor, "read", "see Jobs");
  const { cluster, job, view } = await findJob(app, target);
  const now = app.clock.now();
  const identity = {
    clusterId: cluster.id,
    uid: job.metadata.uid ?? "",
    submittedAt: submittedAtOf(job, now),
    ...target,
  };
  const [power, decisions, first, turns] = await Promise.all([
    app.settings.power(),
    app.decisions.ofJob(identity),
    app.decisions.firstInputOf(identity),
    turnsOf(app, job, identity),
  ]);
  const context = { cluster: identityOf(cluster), view, power, now, first };
  const zone = workloadRowOf(job, { ...context, readings: [] }).row.zone;
  const readings = await readingsSince(app, view, zone, identity.submittedAt, now);
  const release = decisions.find(({ released }) => released);
  const earlier = endedStretches(turns);
  const { row, input, warnings } = workloadRowOf(job, { ...context, readings, release, earlier });
  const candidates = candidatesOf(row.group === "waiting" ? restOf(input) : (first ?? input), row.watts);
  return {
    row,
    policy: await policyOf(app, cluster.id, input),
    duration: { ms: input.policy.durationMs, from: input.policy.durationFrom },
    notes: warnings.map(({ message }) => message),
    forecast: forecastOf(input),
    candidates,
    why: whyOf(row),
    whatWouldChangeIt: whatWouldChangeIt(row, candidates),
    power: { ...powerOf(job, power), ...power, estimated: true },
    decisions: decisions.map((decision) => {
      const facts = factsAt(row, decision, ranBefore(turns ?? [], decision.at));
      return { at: decision.at, reason: decision.reason, sentence: sentenceOf(facts), facts };
    }),
  };
}

/** Only of a Job that was suspended again after it had run. */
async function turnsOf(
  app: App,
  job: Job,
  { clusterId, uid }: { clusterId: string; uid: string },
): Promise<Turn[] | undefined> {
  return ranMsOf(job) > 0 ? (await app.decisions.turnsOf(clusterId, [uid])).get(uid) : undefined;
}

function forecastOf({ signal }: DecideInput): WorkloadDetail["forecast"] {
  if (!signal?.forecast) return null;
  const { generatedAt, method } = signal.forecast;
  return { generatedAt, method, provenance: signal.provenance };
}

async function policyOf(
  app: App,
  clusterId: string,
  { policy }: DecideInput,
): Promise<WorkloadDetail["policy"]> {
  const fleet = wantedIn(clusterId, await app.policies.list()).find((one) => sourceOf(one) === policy.source);
  const row = fleet && (await app.policies.find(fleet.policyId));
  return {
    name: row?.name ?? policy.source,
    id: row?.id ?? null,
    maxDelayMs: policy.maxDelayMs,
    minSavingPercent: policy.minSavingPercent,
    maxIntensity: policy.maxIntensity ?? null,
  };
}

/** What was known of the Job at that decision; its grams, and what the grid was then, belong to other moments. */
const factsAt = (
  row: WorkloadRow,
  { at, reason, until, released, dryRun, savingPercent, limitGramsPerKwh }: StoredDecision,
  ranMs: number,
): SentenceFacts => ({
  group: released ? "running" : "waiting",
  reason,
  dryRun,
  rule: {
    minSavingPercent: 0,
    maxIntensity: null,
    ...row.rule,
    expectedSavingPercent: savingPercent,
    limitGramsPerKwh,
    gridGramsPerKwh: null,
  },
  submittedAt: row.submittedAt,
  releaseAt: until,
  latestStart: row.latestStart,
  startedAt: released ? at : null,
  finishedAt: null,
  ranMs,
  gramsNow: null,
  gramsPlanned: null,
  gramsMeasured: null,
  gramsAtSubmission: null,
  savingPercent: null,
});
