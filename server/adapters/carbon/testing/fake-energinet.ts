import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { capturedGrams, slotsIn } from "./curve.ts";
import { checkQuery, Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

const STEP_MS = 5 * MINUTE_MS;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const SHAPE = {
  start: INSTANT,
  end: INSTANT,
  filter: /^\{"PriceArea":\["DK[12]"(,"DK[12]")?\]\}$/,
  sort: /^Minutes5UTC( asc| desc)?$/,
  limit: /^\d{1,5}$/,
};
/** Denmark's winter time: the range is read in it. */
const DANISH_MS = HOUR_MS;

/** Energi Data Service, of a captured day. */
export const startFakeEnerginet = (now: () => Date) => startFake((request) => replyTo(request, +now()));

function replyTo({ path, query }: FakeRequest, now: number): Reply {
  const [, dataset] = /^\/dataset\/(CO2Emis|CO2EmisProg)$/.exec(path) ?? [];
  if (!dataset) throw new Refused(path, { status: 404, body: { statusCode: 404, message: "Not found" } });
  checkQuery(query, SHAPE, { status: 400, body: { statusCode: 400, message: "Bad request" } });
  const danish = (key: string) => Date.parse(`${query.get(key)}Z`) - DANISH_MS;
  const knownTo = dataset === "CO2Emis" ? now - STEP_MS : now + 1.5 * DAY_MS;
  const { PriceArea } = JSON.parse(query.get("filter") ?? "") as { PriceArea: string[] };
  const records = slotsIn(danish("start"), Math.min(danish("end"), knownTo), STEP_MS).flatMap((at) =>
    PriceArea.map((area) => ({
      Minutes5UTC: new Date(at).toISOString().slice(0, 19),
      Minutes5DK: new Date(at + DANISH_MS).toISOString().slice(0, 19),
      PriceArea: area,
      CO2Emission: capturedGrams(at) - (area === "DK2" ? 20 : 0),
    })),
  );
  const limit = Number(query.get("limit"));
  const shown = limit === 0 ? records : records.slice(0, limit);
  return { status: 200, body: { total: records.length, limit, dataset, records: shown } };
}
