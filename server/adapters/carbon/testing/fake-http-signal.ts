import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { capturedGrams, slotsIn } from "./curve.ts";
import { checkQuery, Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

const STEP_MS = 15 * MINUTE_MS;

/** A signal service over captured intensities. */
export const startFakeHttpSignal = (now: () => Date) => startFake((request) => replyTo(request, +now()));

function replyTo({ path, query }: FakeRequest, now: number): Reply {
  if (path !== "/") throw new Refused(path, { status: 404, body: {} });
  checkQuery(query, {}, { status: 400, body: {} });
  const here = Math.floor(now / STEP_MS) * STEP_MS;
  const run = (from: number, to: number) => ({
    startsAt: new Date(from).toISOString(),
    stepSeconds: STEP_MS / 1_000,
    gramsPerKwh: slotsIn(from, to, STEP_MS).map(capturedGrams),
  });
  return {
    status: 200,
    body: { zone: "DE", history: run(here - 3 * DAY_MS, here), forecast: run(here, here + 2 * DAY_MS) },
  };
}
