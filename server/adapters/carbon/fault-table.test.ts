import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DAY_MS } from "#server/domain/clock.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import type { Fake, Fault } from "./testing/fake-server.ts";
import {
  answering,
  brokenOff,
  cut,
  huge,
  page,
  redirected,
  silent,
  status,
  truncated,
} from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";
import { NETWORK_CASES, sourceOf, type NetworkCase } from "./testing/sources.ts";

/** The fault table: what an API does -> what a person reads on the zone. Never a reading, never a crash. */

const NOW = new Date("2026-11-22T14:47:13Z");
const lastHours = { from: new Date(+NOW - DAY_MS / 2), to: NOW };
const { signal } = new AbortController();
const FORM: Partial<Record<string, string>> = { entsoe: "XML" };
const KEYED = new Set(["eia", "electricity-maps", "watttime", "entsoe"]);

type Sentence = (of: NetworkCase) => string | RegExp;
const thrice = (fault: Fault) => [fault, fault, fault];
const notRead: Sentence = ({ title, source }) =>
  `${title} sent an answer that is cut short or not ${FORM[source] ?? "JSON"}.`;

const TABLE: [fault: string, faults: Fault[], sentence: Sentence][] = [
  ["fails (503), three times", thrice(status(503)), ({ title }) => `${title} is failing (503).`],
  ["fails (500), three times", thrice(status(500)), ({ title }) => `${title} is failing (500).`],
  [
    "says 429, and to come back in ten minutes",
    [status(429, { "retry-after": "600" })],
    ({ title }) => `${title} says that it is asked too often (429).`,
  ],
  [
    "says 429 without a time, three times",
    thrice(status(429)),
    ({ title }) => `${title} says that it is asked too often (429).`,
  ],
  [
    "says 403",
    [status(403)],
    ({ title, source }) =>
      `${title} ${KEYED.has(source) ? "does not accept the credentials given" : "refuses the question"} (403): x y.`,
  ],
  ["says 422", [status(422)], ({ title }) => `${title} refuses the question (422): x y.`],
  ["is silent, three times", thrice(silent), ({ title }) => `${title} did not answer within 0.02 s.`],
  [
    "drops the line, three times",
    thrice(cut),
    ({ title }) => new RegExp(`^${title} cannot be reached: .+\\.$`),
  ],
  [
    "breaks off its answer, three times",
    thrice(brokenOff),
    ({ title }) => new RegExp(`^${title} broke off its answer: .+\\.$`),
  ],
  ["cuts its answer short, three times", thrice(truncated), notRead],
  ["sends nothing, three times", thrice(status(200, {}, "")), notRead],
  ["is hidden by a sign-in page, three times", thrice(page), notRead],
  ["sends more than 5 MB", [huge], ({ title }) => `${title} sent an answer of more than 5 MB.`],
  [
    "sends us elsewhere, three times",
    thrice(redirected),
    ({ title }) => `${title} cannot be reached: unexpected redirect.`,
  ],
  [
    "answers something else",
    thrice(answering({ hello: 1 })),
    ({ title, source }) =>
      source === "entsoe"
        ? `${title} sent an answer that is cut short or not XML.`
        : new RegExp(`^${title} sent an answer of another shape: .+\\.$`),
  ],
];

/** One of each source: its parser is the same for all its zones. */
const SOURCES = NETWORK_CASES.filter(
  ({ source }, index) => NETWORK_CASES.findIndex((each) => each.source === source) === index,
);
describe.each(SOURCES)("$label", (each) => {
  let fake: Fake;
  beforeAll(async () => {
    fake = await each.start(() => NOW);
  });
  afterAll(() => fake.stop());
  beforeEach(() => {
    fake.faults.length = 0;
  });
  const make = (timeoutMs = 2_000) => {
    const { clock, http } = quickHttp(() => NOW, { timeoutMs });
    return sourceOf(each, { clock, http, baseUrl: fake.url });
  };

  test.each(TABLE)("%s", async (_, faults, sentence) => {
    fake.faults.push(...faults);
    const source = make(faults[0] === silent ? 20 : 2_000);
    const failure = await source.history(each.zone, lastHours, signal).then(
      (readings) => readings,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(SourceError);
    const expected = sentence(each);
    const { message } = failure as SourceError;
    if (typeof expected === "string") expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });

  test("nobody listens", async () => {
    const { clock, http } = quickHttp(() => NOW);
    const nowhere = sourceOf(each, { clock, http, baseUrl: "http://127.0.0.1:2" });
    await expect(nowhere.history(each.zone, lastHours, signal)).rejects.toThrow(
      `${each.title} cannot be reached: nothing listens there.`,
    );
  });

  test("after all of that it is asked again, and answers", async () => {
    expect(
      (await make().history(each.zone, { from: new Date(+NOW - 3 * DAY_MS), to: NOW }, signal)).length,
    ).toBeGreaterThan(20);
    expect(fake.refused).toEqual([]);
  });
});
