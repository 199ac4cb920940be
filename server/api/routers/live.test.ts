import { expect, test } from "vitest";
import type { App } from "#server/context.ts";
import { shutdown } from "../shutdown.ts";
import type { Context } from "../trpc.ts";
import { createCaller } from "../trpc.ts";
import { liveRouter } from "./live.ts";

const PERSON = {
  id: "ada",
  name: "Ada",
  email: "ada@example.org",
  role: "viewer",
  sessionToken: "t",
} as const;

/** Says the given topics, then waits for the end as the real one does. */
async function* topicsThenSilence(topics: readonly string[], signal: AbortSignal) {
  yield* topics;
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
}
const callerWith = (topics: readonly string[], person: Context["person"] = PERSON) => {
  const live = { subscribe: (signal: AbortSignal) => topicsThenSilence(topics, signal) };
  return createCaller(liveRouter)({
    app: { live } as unknown as App,
    person,
    origin: { client: "", local: true },
  });
};
const topicOf = (value: unknown) => (value as [string, { topic: string }])[1].topic;

test("the first word is 'all', and again whenever something may have been missed", async () => {
  const events = await callerWith(["clusters", "reconnected"]).events();
  const said: string[] = [];
  for await (const event of events) {
    said.push(topicOf(event));
    if (said.length === 3) break;
  }
  expect(said).toEqual(["all", "clusters", "all"]);
});

test("without a session there is nothing to hear", async () => {
  await expect(callerWith([], null).events()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});

test("a console that stops sends its browsers away to come back, rather than to stay away", async () => {
  const events = await callerWith([]).events();
  const iterator = events[Symbol.asyncIterator]();
  await iterator.next();
  const next = iterator.next();
  shutdown.abort();
  await expect(next).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
});
