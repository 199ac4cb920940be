import { setTimeout as sleep } from "node:timers/promises";
import type { Product } from "../../e2e/support/product.ts";
import { cpuSecondsOf } from "./process.ts";

/** What a time in which nothing is asked of the fleet has cost. */
export interface Steady {
  /** Of one core, percent. */
  cpuPercent: number;
  /** Each time the console was asked for its list, and each time Postgres was asked for the same rows. */
  listMs: number[];
  rowsMs: number[];
}
const ASK_EVERY_MS = 1_000;

export const workerOf = (product: Product): number => {
  const worker = product.pids().children.find(({ name }) => name === "worker");
  if (!worker) throw new Error("No worker runs.");
  return worker.pid;
};

/** Asks for both lists once a second, in turn, for so long. @throws Error when the worker is not the same any more */
export async function steadyFor(
  ms: number,
  product: Product,
  { list, rows }: { list: () => Promise<unknown>; rows: () => Promise<unknown> },
): Promise<Steady> {
  const pid = workerOf(product);
  const [cpuBefore, startedAt] = [cpuSecondsOf(pid), performance.now()];
  const listMs: number[] = [];
  const rowsMs: number[] = [];
  while (performance.now() - startedAt < ms) {
    rowsMs.push(await timed(rows));
    listMs.push(await timed(list));
    await sleep(ASK_EVERY_MS);
  }
  if (workerOf(product) !== pid) throw new Error("The worker ended and was started anew.");
  const seconds = (performance.now() - startedAt) / 1_000;
  return { cpuPercent: (100 * (cpuSecondsOf(pid) - cpuBefore)) / seconds, listMs, rowsMs };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

export const percentile = (values: readonly number[], percent: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)] ?? Number.NaN;
