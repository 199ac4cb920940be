import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { isJobFinished } from "../job/job-ending.ts";
import { conditionTrue, controllerOf } from "../objects.ts";
import { keyOf, splitKey, type Again, type Controller, type ControllerDeps } from "../runtime/controller.ts";
import { millis, timestamp } from "../runtime/timestamp.ts";
import { jobFromTemplate, jobNameAt, type ActiveJob, type CronJob } from "./cron-job.ts";
import { latestDue, parseSchedule, type Schedule } from "./schedule.ts";

const COMPONENT = "cronjob-controller";
const LATE_MS = 100; // so that a timer a moment early does not find "not yet"

/** Makes Jobs by the clock through the same door as a person's, so that admission webhooks see them. */
export function cronJobController({ api, clock, owners, events }: ControllerDeps): Controller {
  const say = (about: KubeObject, type: "Normal" | "Warning", reason: string, message: string) =>
    events.record(about, { type, reason, message }, COMPONENT);

  const jobsOf = ({ metadata }: CronJob): Job[] =>
    owners
      .dependents(metadata.uid ?? "", "jobs")
      .map(({ namespace, name }) => api.get<Job>("jobs", namespace, name))
      .filter((job) => job !== undefined);

  /** Drops what ended or went missing from the list of active Jobs, notes the last success. */
  async function observe(cronJob: CronJob, jobs: readonly Job[]): Promise<CronJob> {
    const known = new Map(jobs.map((job) => [job.metadata.uid, job]));
    const active: ActiveJob[] = [];
    for (const entry of cronJob.status?.active ?? []) {
      const job = known.get(entry.uid);
      if (job && !isJobFinished(job)) active.push(entry);
      else if (job)
        await say(
          cronJob,
          "Normal",
          "SawCompletedJob",
          `Saw completed job: ${entry.name}, condition: ${conditionTrue(job.status?.conditions, "Complete") ? "Complete" : "Failed"}`,
        );
      else await say(cronJob, "Normal", "MissingJob", `Active job went missing: ${entry.name}`);
    }
    const successes = jobs.map(({ status }) => status?.completionTime ?? "").filter(Boolean);
    const last = [...successes, cronJob.status?.lastSuccessfulTime ?? ""].toSorted().at(-1);
    return write(cronJob, { ...cronJob.status, active, ...(last && { lastSuccessfulTime: last }) });
  }

  async function write(
    cronJob: CronJob,
    { active = [], ...rest }: NonNullable<CronJob["status"]>,
  ): Promise<CronJob> {
    const status = { ...(active.length > 0 && { active }), ...rest };
    if (JSON.stringify(status) === JSON.stringify(cronJob.status ?? {})) return cronJob;
    const { namespace, name } = cronJob.metadata;
    const written = await api.updateStatus<CronJob>("cronjobs", namespace, name, (newest) => {
      newest.status = status;
    });
    return written ?? cronJob;
  }

  async function trimHistory(cronJob: CronJob, jobs: readonly Job[]): Promise<void> {
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cronJob.spec;
    for (const [outcome, limit] of [
      ["Complete", successfulJobsHistoryLimit],
      ["Failed", failedJobsHistoryLimit],
    ] as const) {
      const ended = jobs.filter(({ status }) => conditionTrue(status?.conditions, outcome));
      const oldestFirst = ended.toSorted((a, b) =>
        (a.status?.startTime ?? "").localeCompare(b.status?.startTime ?? ""),
      );
      for (const job of oldestFirst.slice(0, Math.max(0, ended.length - limit)))
        await removeJob(cronJob, job);
    }
  }

  async function removeJob(cronJob: CronJob, { metadata }: Job): Promise<void> {
    await api.delete("jobs", metadata.namespace, metadata.name, "Background");
    await say(cronJob, "Normal", "SuccessfulDelete", `Deleted job ${metadata.name}`);
  }

  async function startJob(cronJob: CronJob, due: Date): Promise<void> {
    if (cronJob.spec.concurrencyPolicy === "Replace") {
      const active = new Set(cronJob.status?.active?.map(({ uid }) => uid));
      for (const job of jobsOf(cronJob).filter(({ metadata }) => active.has(metadata.uid)))
        await removeJob(cronJob, job);
    }
    const kept = cronJob.spec.concurrencyPolicy === "Replace" ? [] : (cronJob.status?.active ?? []);
    const name = jobNameAt(cronJob, due);
    const existing = api.get<Job>("jobs", cronJob.metadata.namespace, name);
    const job = existing ?? (await createJob(cronJob, due));
    if (!job || controllerOf(job, "CronJob")?.uid !== cronJob.metadata.uid) return;
    const { namespace, uid, resourceVersion } = job.metadata;
    const entry = { apiVersion: "batch/v1", kind: "Job", namespace, name, uid, resourceVersion };
    await write(cronJob, { ...cronJob.status, active: [...kept, entry], lastScheduleTime: timestamp(due) });
  }

  async function createJob(cronJob: CronJob, due: Date): Promise<Job> {
    try {
      const job = await api.create(jobFromTemplate(cronJob, due));
      await say(cronJob, "Normal", "SuccessfulCreate", `Created job ${job.metadata.name}`);
      return job;
    } catch (error) {
      await say(
        cronJob,
        "Warning",
        "FailedCreate",
        `Error creating job: ${error instanceof Error ? error.message : String(error)}`,
      );
      throw error;
    }
  }

  async function readSchedule(cronJob: CronJob): Promise<Schedule | undefined> {
    try {
      return parseSchedule(cronJob.spec.schedule, cronJob.spec.timeZone);
    } catch (error) {
      await say(
        cronJob,
        "Warning",
        "UnparseableSchedule",
        `unparseable schedule: "${cronJob.spec.schedule}" : ${String(error)}`,
      );
      return undefined;
    }
  }

  async function runDue(cronJob: CronJob, due: Date, now: Date): Promise<void> {
    const { startingDeadlineSeconds, concurrencyPolicy } = cronJob.spec;
    if (startingDeadlineSeconds !== undefined && +due + startingDeadlineSeconds * 1_000 < +now) {
      await say(
        cronJob,
        "Warning",
        "MissSchedule",
        `Missed scheduled time to start a job: ${due.toUTCString()}`,
      );
      return;
    }
    if (concurrencyPolicy === "Forbid" && (cronJob.status?.active?.length ?? 0) > 0) {
      await say(
        cronJob,
        "Normal",
        "JobAlreadyActive",
        "Not starting job because prior execution is running and concurrency policy is Forbid",
      );
      return;
    }
    await startJob(cronJob, due);
  }

  return {
    name: COMPONENT,
    *keysOf(plural, { object }) {
      if (plural === "cronjobs") yield keyOf(object);
      const owner = plural === "jobs" ? controllerOf(object, "CronJob") : undefined;
      if (owner) yield `${object.metadata.namespace ?? ""}/${owner.name}`;
    },
    allKeys: () => api.list("cronjobs").map(keyOf),
    async reconcile(key): Promise<Again> {
      const { namespace, name } = splitKey(key);
      const found = api.get<CronJob>("cronjobs", namespace, name);
      if (!found || found.metadata.deletionTimestamp) return undefined;
      const jobs = jobsOf(found);
      const cronJob = await observe(found, jobs);
      await trimHistory(cronJob, jobs);
      if (cronJob.spec.suspend) return undefined;
      const schedule = await readSchedule(cronJob);
      if (!schedule) return undefined;
      const now = clock.now();
      const { due, next, missedMany } = latestDue(schedule, sinceOf(cronJob, now), now);
      if (missedMany)
        await say(
          cronJob,
          "Warning",
          "TooManyMissedTimes",
          "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
        );
      if (due) await runDue(cronJob, due, now);
      return next && { requeueAfterMs: +next - +now + LATE_MS };
    },
  };
}

function sinceOf({ metadata, status, spec }: CronJob, now: Date): Date {
  const last = millis(status?.lastScheduleTime) ?? millis(metadata.creationTimestamp) ?? +now;
  const deadlineMs =
    spec.startingDeadlineSeconds === undefined ? Infinity : spec.startingDeadlineSeconds * 1_000;
  return new Date(Math.max(last, +now - deadlineMs));
}
