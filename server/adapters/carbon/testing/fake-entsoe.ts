import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { checkQuery, Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

export const ENTSOE_TOKEN = "entsoe-token-of-the-test";
const INSTANT = /^\d{12}$/;
const SHAPE = {
  securityToken: /./,
  documentType: /^A75$/,
  processType: /^A16$/,
  in_Domain: /^(10Y1001A1001A82H|10YFR-RTE------C)$/,
  periodStart: INSTANT,
  periodEnd: INSTANT,
};
const LATE_MS = HOUR_MS;
/** MW in Germany, about as of an evening. B10 is pumped storage: both what it gives and what it takes in. */
export const ENTSOE_MW = {
  B01: 4_400,
  B02: 9_100,
  B04: 7_900,
  B05: 4_300,
  B06: 120,
  B09: 22,
  B10: 1_500,
  B11: 1_300,
  B12: 150,
  B15: 90,
  B16: 900,
  B17: 800,
  B18: 3_500,
  B19: 17_000,
  B20: 200,
};

/** The Transparency Platform's actual generation by type. */
export const startFakeEntsoe = (now: () => Date) => startFake((request) => replyTo(request, +now()));

function replyTo({ path, query }: FakeRequest, now: number): Reply {
  if (path !== "/api") throw new Refused(path, { status: 404, body: "Not found" });
  if (query.get("securityToken") !== ENTSOE_TOKEN)
    throw new Refused("the token", { status: 401, body: "Unauthorized. Missing or invalid security token" });
  const [from, to] = ["periodStart", "periodEnd"].map((key) => instantOf(query.get(key) ?? "")) as [
    number,
    number,
  ];
  checkQuery(query, SHAPE, { status: 400, body: acknowledgement("Input parameter is not valid") });
  if (to - from > 365 * DAY_MS)
    throw new Refused("more than a year", { status: 400, body: acknowledgement("Delta time too large") });
  const end = Math.min(to, Math.floor((now - LATE_MS) / HOUR_MS) * HOUR_MS);
  if (end <= from)
    return { status: 200, body: acknowledgement("No matching data found for Data item A75 and interval.") };
  return { status: 200, body: document(from, end) };
}

const instantOf = (digits: string) =>
  Date.parse(digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3T$4:$5Z"));

export const acknowledgement = (text: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Acknowledgement_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-1:acknowledgementdocument:7:0">
  <mRID>1baecd4d-6a8a-4</mRID>
  <Reason>
    <code>999</code>
    <text>${text}</text>
  </Reason>
</Acknowledgement_MarketDocument>`;

function document(from: number, to: number): string {
  const given = Object.entries(ENTSOE_MW).map(([code, mw]) => series("in", code, mw, from, to));
  return `<?xml version="1.0" encoding="UTF-8"?>
<GL_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-6:generationloaddocument:3:0">
  <mRID>7b1</mRID><type>A75</type><process.processType>A16</process.processType>
  ${[...given, series("out", "B10", 2_000, from, to)].join("")}
</GL_MarketDocument>`;
}

/** In variable blocks (A03): a position that is as the one before is left out. Here every other hour is. */
function series(way: "in" | "out", code: string, mw: number, from: number, to: number): string {
  const points = Array.from({ length: (to - from) / HOUR_MS }, (_, index) =>
    index % 2 === 0 ? `<Point><position>${index + 1}</position><quantity>${mw}</quantity></Point>` : "",
  );
  return `<TimeSeries><mRID>1</mRID><businessType>A01</businessType>
    <${way}BiddingZone_Domain.mRID codingScheme="A01">10Y1001A1001A82H</${way}BiddingZone_Domain.mRID>
    <quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name><curveType>A03</curveType>
    <MktPSRType><psrType>${code}</psrType></MktPSRType>
    <Period><timeInterval><start>${minute(from)}</start><end>${minute(to)}</end></timeInterval>
      <resolution>PT60M</resolution>${points.join("")}</Period></TimeSeries>`;
}

const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`;
