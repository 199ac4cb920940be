import type { Connect } from "../contract/world.ts";
import { collection } from "./collection.ts";
import { cronJobs } from "./cron-jobs.ts";
import { jobs } from "./jobs.ts";
import { scheduling } from "./scheduling.ts";

/** What every cluster's controllers do, held against the sandbox and against the real ones alike. */
export function controllersContract(connect: Connect): void {
  jobs(connect);
  scheduling(connect);
  collection(connect);
  cronJobs(connect);
}
