import { Cron } from "croner";
import { z } from "zod";
import type { ForbiddingCronJob } from "#server/domain/job/overlap.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";

export const CRON_JOBS_PATH = "/apis/batch/v1/cronjobs";

export const cronJobPath = (namespace: string, name: string): string =>
  `/apis/batch/v1/namespaces/${encodeURIComponent(namespace)}/cronjobs/${encodeURIComponent(name)}`;

const Forbidding = z.object({
  schedule: z.string(),
  timeZone: z.string().optional(),
  concurrencyPolicy: z.literal("Forbid"),
});
const RUNS = 20; // enough for hours of a day and days of a week to come round

/** A CronJob that forbids two runs at once; undefined for any other, and for a schedule that makes no two runs. */
export function parseForbidding({ metadata, spec }: KubeObject): ForbiddingCronJob | undefined {
  const parsed = Forbidding.safeParse(spec);
  const periodMs = parsed.success ? shortestPeriod(parsed.data, metadata.creationTimestamp) : undefined;
  return periodMs === undefined ? undefined : { name: metadata.name, periodMs };
}

function shortestPeriod(
  { schedule, timeZone }: z.infer<typeof Forbidding>,
  since: string | undefined,
): number | undefined {
  try {
    const cron = new Cron(schedule, { paused: true, timezone: timeZone ?? "UTC", mode: "5-part" });
    const runs = cron.nextRuns(RUNS, since);
    const gaps = runs.slice(1).map((run, index) => +run - +(runs[index] ?? run));
    return gaps.length > 0 ? Math.min(...gaps) : undefined;
  } catch {
    return undefined; // the API server refuses such a schedule
  }
}
