import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { jobOf } from "#server/domain/job/testing.ts";
import type { KubeClient } from "./client.ts";
import { createEventQueue } from "./event-queue.ts";

const note = (reason: string) => ({ type: "Normal" as const, reason, message: "", at: new Date(0) });

function world({
  most,
  near,
  isBusy,
  answer,
}: { most?: number; near?: number; isBusy?: () => boolean; answer?: () => Promise<void> } = {}) {
  const written: string[] = [];
  const warned: unknown[] = [];
  let at = 0;
  let mostAtOnce = 0;
  const kube = {
    async json(_: string, { body }: { body: { reason: string } }) {
      at += 1;
      mostAtOnce = Math.max(mostAtOnce, at);
      await (answer?.() ?? sleep(1));
      at -= 1;
      written.push(body.reason);
    },
  } as unknown as KubeClient;
  const queue = createEventQueue(kube, { warn: (what: object) => warned.push(what) } as never, {
    most,
    near,
    isBusy,
  });
  return { queue, written, warned, mostAtOnce: () => mostAtOnce };
}
const reasons = Array.from({ length: 2_500 }, (_, n) => String(n));

test("whoever tells does not wait, and a drain loses none", async () => {
  const { queue, written, warned, mostAtOnce } = world();
  await Promise.all(reasons.map((reason) => queue.add(jobOf(), note(reason))));
  expect(written).toEqual([]);
  await sleep(20);
  expect(mostAtOnce()).toBe(8);
  await queue.drain(60_000);
  expect(written.toSorted()).toEqual(reasons.toSorted());
  expect(warned).toEqual([]);
});

test("a full queue is waited for", async () => {
  const { queue, written } = world({ most: 3 });
  for (const reason of ["1", "2", "3", "4", "5", "6"]) await queue.add(jobOf(), note(reason));
  await queue.drain(60_000);
  expect(written.toSorted()).toEqual(["1", "2", "3", "4", "5", "6"]);
});

test("one that cannot be written is a warning; those that were not in time are counted", async () => {
  let first = true;
  const { queue, written, warned } = world({
    answer: () => {
      if (!first) return new Promise(() => undefined);
      first = false;
      return Promise.reject(new Error("refused"));
    },
  });
  for (const reason of reasons.slice(0, 50)) await queue.add(jobOf(), note(reason));
  await queue.drain(30);
  await queue.add(jobOf(), note("late"));
  expect(written).toEqual([]);
  expect(warned).toEqual([
    { err: new Error("refused") },
    { events: expect.any(Number) },
    { job: "era5-regrid", reason: "late" },
  ]);
});

test("beside releases at full speed one at a time, and all hands when they are through", async () => {
  let busy = true;
  const { queue, mostAtOnce } = world({ isBusy: () => busy });
  for (const reason of reasons) await queue.add(jobOf(), note(reason));
  await sleep(20);
  expect(mostAtOnce()).toBe(1);
  busy = false;
  await sleep(20);
  expect(mostAtOnce()).toBe(8);
});

test("no more wait than a kill may lose, while it is not busy", async () => {
  const gate = new EventEmitter();
  const { queue, written } = world({ near: 4, answer: async () => void (await once(gate, "open")) });
  const some = reasons.slice(0, 100);
  let told = 0;
  const adding = some.map((reason) => queue.add(jobOf(), note(reason)).then(() => (told += 1)));
  await sleep(1);
  expect(told).toBe(8); // four are being written, four wait
  const opening = setInterval(() => gate.emit("open"), 1);
  await Promise.all(adding);
  await queue.drain(60_000);
  clearInterval(opening);
  expect(written.toSorted()).toEqual(some.toSorted());
});
