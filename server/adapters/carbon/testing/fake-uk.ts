import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import captured from "../fixtures/uk-intensity.json" with { type: "json" };
import london from "../fixtures/uk-london.json" with { type: "json" };
import { Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

const STEP_MS = 30 * MINUTE_MS;
const INSTANT = String.raw`(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z)`;
const PATH = new RegExp(
  `^(/regional)?/intensity/${INSTANT}/(fw48h|${INSTANT})(?:/regionid/(1[0-7]|[1-9]))?$`,
);

/** The UK API, of captured half hours. */
export const startFakeUk = (now: () => Date) => startFake((request) => replyTo(request, +now()));

function replyTo({ path, query }: FakeRequest, now: number): Reply {
  const [, regional, start = "", end = "", , regionId] = PATH.exec(path) ?? [];
  const from = Date.parse(start);
  const to = end === "fw48h" ? from + 2 * DAY_MS : Date.parse(end);
  const takes = to > from && to - from <= 14 * DAY_MS && query.size === 0 && !regional === !regionId;
  if (!takes) {
    const message = `Please enter a valid path: ${path}`;
    throw new Refused(`${path}?${query}`, {
      status: 400,
      body: { error: { code: "400 Bad Request", message } },
    });
  }
  const data = regional
    ? { ...london.data, regionid: Number(regionId), data: region(from, to) }
    : national(from, to, now);
  return { status: 200, body: { data } };
}

/** As the real API: the half hour that ends at `from` comes too, and the current one already has an estimate as `actual`. */
const starts = (from: number, to: number) => {
  const all: number[] = [];
  for (let at = Math.floor(from / STEP_MS - 1) * STEP_MS; at < to; at += STEP_MS) all.push(at);
  return all;
};

const national = (from: number, to: number, now: number) =>
  starts(from, to).map((at) => {
    const { intensity } = captured.data[(at / STEP_MS) % captured.data.length] ?? {};
    const forecast = intensity?.forecast ?? null;
    const actual = at <= now && forecast !== null ? forecast - 5 : null;
    return { ...span(at), intensity: { forecast, actual, index: intensity?.index } };
  });

const region = (from: number, to: number) =>
  starts(from, to).map((at) => {
    const { intensity } = london.data.data[(at / STEP_MS) % london.data.data.length] ?? {};
    return { ...span(at), intensity, generationmix: [{ fuel: "gas", perc: 40 }] };
  });

const span = (at: number) => ({ from: minute(at), to: minute(at + STEP_MS) });
const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`;
