import { HOUR_MS } from "#server/domain/clock.ts";
import { slotsIn } from "./curve.ts";
import { checkQuery, Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

const HOUR = /^\d{4}-\d{2}-\d{2}T\d{2}$/;
const SHAPE = {
  frequency: /^hourly$/,
  "data[0]": /^value$/,
  "facets[respondent][]": /^(CISO|PJM|ERCO)( (CISO|PJM|ERCO))*$/,
  start: HOUR,
  end: HOUR,
  "sort[0][column]": /^period$/,
  "sort[0][direction]": /^(asc|desc)$/,
  offset: /^\d+$/,
  length: /^\d+$/,
};
const MOST_ROWS = 5_000;
export const EIA_KEY = "eia-key-of-the-test";
const LATE_MS = 20 * HOUR_MS;

/** One hour of CISO in 2022, MWh, with storage beside it. Numbers come as text. */
const MWH = {
  COL: 19,
  NG: 8_603,
  NUC: 2_265,
  OIL: 42,
  OTH: 1_159,
  SUN: 700,
  WAT: 2_723,
  WND: 3_013,
  BAT: -250,
};

/** EIA's v2 API. Counts what it is asked without a key of one's own: more than 30 an hour are refused. */
export function startFakeEia(now: () => Date, elapsedMs: () => number = () => 0) {
  const demo: number[] = [];
  return startFake((request) => {
    if (request.query.get("api_key") === "DEMO_KEY") {
      const hourAgo = elapsedMs() - HOUR_MS;
      demo.push(elapsedMs());
      if (demo.filter((at) => at > hourAgo).length > 30)
        throw new Refused("more than 30 requests an hour with DEMO_KEY", {
          status: 429,
          body: { error: { code: "OVER_RATE_LIMIT", message: "You have exceeded your rate limit." } },
        });
    }
    return replyTo(request, +now());
  });
}

function replyTo({ path, query }: FakeRequest, now: number): Reply {
  if (!/^\/v2\/electricity\/rto\/fuel-type-data\/data\/?$/.test(path))
    throw new Refused(path, { status: 404, body: { error: "Not found", code: 404 } });
  if (![EIA_KEY, "DEMO_KEY"].includes(query.get("api_key") ?? ""))
    throw new Refused("the key", {
      status: 403,
      body: { error: { code: "API_KEY_INVALID", message: "An invalid api_key was supplied." } },
    });
  const rest = new URLSearchParams(query);
  rest.delete("api_key");
  const respondents = rest.getAll("facets[respondent][]");
  rest.set("facets[respondent][]", [...new Set(respondents)].join(" "));
  checkQuery(rest, SHAPE, { status: 400, body: { error: "Invalid parameter.", code: 400 } });
  const [start, end] = [rest.get("start"), rest.get("end")].map((text) => Date.parse(`${text}:00Z`));
  // A period is named by the end of its hour, and both ends of the range are included.
  const periods = slotsIn(start ?? 0, Math.min((end ?? 0) + 1, now - LATE_MS), HOUR_MS);
  const rows = periods.flatMap((period) =>
    respondents.flatMap((respondent) =>
      Object.entries(MWH).map(([fueltype, mwh]) => ({
        period: new Date(period).toISOString().slice(0, 13),
        respondent,
        "respondent-name": "California Independent System Operator",
        fueltype,
        "type-name": fueltype,
        value: String(respondent === "PJM" && fueltype === "COL" ? 17_000 : mwh),
        "value-units": "megawatthours",
      })),
    ),
  );
  const length = Math.min(Number(rest.get("length")), MOST_ROWS);
  const data = rows.slice(Number(rest.get("offset")), Number(rest.get("offset")) + length);
  return {
    status: 200,
    body: { response: { total: String(rows.length), dateFormat: "x", frequency: "hourly", data } },
  };
}
