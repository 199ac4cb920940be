import { expect, test } from "vitest";
import { createLogQueue } from "./log-queue.ts";

const line = (n: number) => ({ pod: "a", container: "c", at: "", text: String(n) });

test("lines and ends come in one batch, once", () => {
  const queue = createLogQueue();
  queue.line(line(1));
  queue.event({ kind: "ended", pod: "a", container: "c", why: null });
  expect(queue.take().map(({ kind }) => kind)).toEqual(["lines", "ended"]);
  expect(queue.take()).toEqual([]);
});

test("a reader too slow loses the oldest lines and is told how many", () => {
  const queue = createLogQueue();
  for (let n = 0; n < 5_000; n++) queue.line(line(n));
  const [batch] = queue.take();
  if (batch?.kind !== "lines") throw new Error("no lines");
  expect(batch.lines.length).toBeLessThanOrEqual(2_000);
  expect(batch.lines.length + batch.leftOut).toBe(5_000);
  expect(batch.lines.at(-1)?.text).toBe("4999");
});

test("waiting ends with what comes, and with the signal", async () => {
  const queue = createLogQueue();
  const waited = queue.waiting(new AbortController().signal);
  queue.line(line(1));
  await waited;
  queue.take();
  const stop = new AbortController();
  const again = queue.waiting(stop.signal);
  stop.abort();
  await again;
});
