import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { limitedTo } from "./time-limit.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Nobody holds the signal but whoever listens to it. */
function listen(ms: number, signal: AbortSignal | undefined): string[] {
  const told: string[] = [];
  const limited = limitedTo(ms, signal);
  limited.addEventListener("abort", () => told.push((limited.reason as Error).name));
  return told;
}

test("the time is over also where garbage was collected meanwhile", async () => {
  const stop = new AbortController();
  const told = [listen(60, stop.signal), listen(60, undefined), listen(60, limitedTo(60_000, stop.signal))];
  for (let n = 0; n < 5; n++) {
    collect();
    await sleep(5);
  }
  await expect.poll(() => told).toEqual([["TimeoutError"], ["TimeoutError"], ["TimeoutError"]]);
});

test("the caller's own stop comes first", async () => {
  const stop = new AbortController();
  const told = listen(60_000, stop.signal);
  collect();
  stop.abort();
  await expect.poll(() => told).toEqual(["AbortError"]);
});
