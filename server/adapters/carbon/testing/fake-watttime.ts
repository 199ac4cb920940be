import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { capturedGrams, slotsIn } from "./curve.ts";
import { checkQuery, Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

export const WATTTIME_LOGIN = { username: "ada", password: "password-of-the-test" };
const STEP_MS = 5 * MINUTE_MS;
const TOKEN_MS = 30 * MINUTE_MS;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+00:00$/;
const SHAPE = { region: /^CAISO_NORTH$/, signal_type: /^co2_moer$/ };
const INVALID: Reply = { status: 400, body: { error: "invalid_request", message: "Bad query" } };
const LBS_PER_MWH_OF_GRAMS_PER_KWH = 1 / 0.453592;

/** WattTime's v3 API. Tokens are good for 30 min, and `session.revoke()` ends them before. */
export function startFakeWattTime(now: () => Date) {
  const issued = new Map<string, number>();
  const session = { logins: 0, revoke: () => issued.clear() };
  const login = ({ headers }: FakeRequest): Reply => {
    const { username, password } = WATTTIME_LOGIN;
    const basic = Buffer.from(`${username}:${password}`).toString("base64");
    if (headers.authorization !== `Basic ${basic}`)
      throw new Refused("the login", { status: 403, body: { message: "Invalid username or password" } });
    const token = `token-${++session.logins}`;
    issued.set(token, +now());
    return { status: 200, body: { token } };
  };
  const fake = startFake((request) => {
    if (request.path === "/login") return login(request);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (!token) throw new Refused("no token", { status: 401, body: { message: "Unauthorized" } });
    const at = issued.get(token);
    // A token that has run out is no fault of who asks: the real API says so, and one renews it.
    if (at === undefined || +now() - at >= TOKEN_MS) return { status: 401, body: { message: "Expired" } };
    return replyTo(request, +now());
  });
  return fake.then((started) => Object.assign(started, { session }));
}

function replyTo({ path, query }: FakeRequest, now: number): Reply {
  const meta = {
    region: query.get("region"),
    signal_type: "co2_moer",
    units: "lbs_co2_per_mwh",
    data_point_period_seconds: 300,
    model: { date: "2023-03-01" },
    warnings: [],
  };
  if (path === "/v3/historical") {
    checkQuery(query, { ...SHAPE, start: INSTANT, end: INSTANT, include_imputed_marker: /^true$/ }, INVALID);
    const [from, to] = [Date.parse(query.get("start") ?? ""), Date.parse(query.get("end") ?? "")];
    if (to - from > 32 * DAY_MS) throw new Refused("more than 32 days", INVALID);
    const data = rows(from, Math.min(to + 1, now)).map((row) => ({ ...row, imputed_data_used: false }));
    return { status: 200, body: { data, meta } };
  }
  if (path === "/v3/forecast") {
    checkQuery(query, { ...SHAPE, horizon_hours: /^([1-9]|[1-6]\d|7[0-2])$/ }, INVALID);
    const from = Math.floor(now / STEP_MS) * STEP_MS;
    const data = rows(from, from + Number(query.get("horizon_hours")) * 12 * STEP_MS);
    const made = { generated_at_period_seconds: 300, generated_at: new Date(from).toISOString() };
    return { status: 200, body: { data, meta: { ...meta, ...made } } };
  }
  throw new Refused(path, { status: 404, body: { message: "Not found" } });
}

const rows = (from: number, to: number) =>
  slotsIn(from, to, STEP_MS).map((at) => ({
    point_time: `${new Date(at).toISOString().slice(0, 19)}+00:00`,
    value: capturedGrams(at) * LBS_PER_MWH_OF_GRAMS_PER_KWH,
  }));
