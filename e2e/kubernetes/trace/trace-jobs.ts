import { readFileSync } from "node:fs";
import type { CarbonPolicySpecInput } from "#server/domain/policy/spec.ts";

/** One batch job as it was really submitted to a cluster. */
export interface TraceJob {
  /** Its place in the trace. */
  index: number;
  /** ms after the first arrival */
  arrivesAfterMs: number;
  lengthMs: number;
  cpus: number;
}
/** Each Job of the trace is submitted once under each policy. */
export interface TracePolicy {
  name: string;
  spec: CarbonPolicySpecInput;
}

/** The first `count` jobs of a file of arrival_time (s), length (s), cpus. @throws Error that names the line */
export function readTrace(file: string, count: number): TraceJob[] {
  const [head = "", ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
  if (head !== "arrival_time,length,cpus")
    throw new Error(`${file} begins with "${head}", not with arrival_time,length,cpus.`);
  return lines.slice(0, count).map((line, index) => {
    const [arrival, length, cpus] = line.split(",").map(Number);
    if (!isPositive(length) || !isPositive(cpus) || !(arrival !== undefined && arrival >= 0))
      throw new Error(`Line ${index + 2} of ${file} is no job: ${line}`);
    return { index, arrivesAfterMs: arrival * 1_000, lengthMs: length * 1_000, cpus };
  });
}

const isPositive = (value: number | undefined): value is number => value !== undefined && value > 0;
