import { expect, test } from "vitest";
import { hasRoom } from "./power-room.ts";
import { createReleaseLine } from "./release-line.ts";
import { createPowerLedger } from "./power-ledger.ts";
import { defaultShaping, shapedBy, shapingWishOf } from "./shaping.ts";
import { at, jobOf } from "./testing.ts";
import { filled, FULL, msUntilToken } from "./token-bucket.ts";

const key = (name: string) => `carbon-aware.io/${name}`;
const FLAGS = { releasesPerSecond: 100, maxConcurrentWatts: 5_000 };

test.each([
  ["nothing said: the flags hold", {}, FLAGS],
  ["a rate of its own", { "releases-per-second": "2.5" }, { ...FLAGS, releasesPerSecond: 2.5 }],
  ["0 is no limit", { "releases-per-second": "0" }, { ...FLAGS, releasesPerSecond: undefined }],
  ["so is none", { "max-concurrent-watts": "none" }, { ...FLAGS, maxConcurrentWatts: undefined }],
  ["an empty word is none", { "max-concurrent-watts": "" }, FLAGS],
])("%s", (_, words, expected) => {
  const annotations = Object.fromEntries(Object.entries(words).map(([name, text]) => [key(name), text]));
  const wish = shapingWishOf(annotations);
  expect([shapedBy(wish, FLAGS), wish.ignored]).toEqual([expected, []]);
});

test.each([
  ["releases-per-second", "fast"],
  ["releases-per-second", "-3"],
  ["releases-per-second", "1e9"],
  ["max-concurrent-watts", "12 kW"],
  ["max-concurrent-watts", "0.5"],
  ["max-concurrent-watts", "NaN"],
])("%s: %s is ignored, and said", (name, text) => {
  const wish = shapingWishOf({ [key(name)]: text });
  expect(shapedBy(wish, FLAGS)).toEqual(FLAGS);
  expect(wish.ignored).toHaveLength(1);
  expect(wish.ignored[0]).toMatch(
    `${key(name)} is "${text}"; give a number from ${name === "releases-per-second" ? "0.01 to 100000" : "1 to 1000000000000"}, or 0 for no limit. It is ignored.`,
  );
});

test("a clock that runs faster than real time is given no rate it was not asked for", () => {
  expect(defaultShaping({ rate: 1 }).releasesPerSecond).toBe(100);
  expect(defaultShaping({ rate: 600 }).releasesPerSecond).toBeUndefined();
});

test("a bucket lets a tenth of a second's worth go at once, and then by its rate", () => {
  let bucket = filled(FULL, 100, 0);
  let gone = 0;
  for (let ms = 0; ms <= 2_000; ms += 1) {
    bucket = filled(bucket, 100, ms);
    while (msUntilToken(bucket, 100) === 0) {
      bucket = { ...bucket, tokens: bucket.tokens - 1 };
      gone += 1;
    }
  }
  expect(gone).toBeGreaterThanOrEqual(209); // sums of hundredths
  expect(gone).toBeLessThanOrEqual(210);
});

test("a slow bucket holds one whole token, and says how long the next takes", () => {
  const taken = { ...filled(FULL, 0.1, 0), tokens: 0 };
  expect(msUntilToken(taken, 0.1)).toBe(10_000);
  expect(msUntilToken(filled(taken, 0.1, 9_000), 0.1)).toBe(1_000);
  expect(filled(taken, 0.1, 3_600_000).tokens).toBe(1);
});

test.each([
  ["it fits", { runningWatts: 600 }, true],
  ["to the watt", { runningWatts: 750 }, true],
  ["a watt too much", { runningWatts: 751 }, false],
  ["one that is before it in line would take the room", { runningWatts: 300, aheadWatts: 500 }, false],
  ["larger than the cap, with nothing else of ours", { neededWatts: 9_000, runningWatts: 0 }, true],
  ["larger than the cap, beside another", { neededWatts: 9_000, runningWatts: 1 }, false],
  ["larger than the cap, behind another", { neededWatts: 9_000, runningWatts: 0, aheadWatts: 10 }, false],
  ["what runs is not known here", {}, false],
])("room under a cap of 1 kW for 250 W: %s", (_, change, expected) => {
  expect(hasRoom({ capWatts: 1_000, neededWatts: 250, ...change })).toBe(expected);
});

test("the line is in the order of latest starts, however it was filled", () => {
  const line = createReleaseLine();
  for (const [name, hour] of [
    ["c", 3],
    ["a", 9],
    ["b", 1],
    ["e", 3],
    ["d", 9],
  ] as const)
    line.put({ key: name, latestStart: at(hour), watts: 1 });
  line.put({ key: "a", latestStart: at(2), watts: 7 }); // it has turned
  line.remove("e");
  line.remove("never there");
  expect(line.aheadOf({ key: "d", latestStart: at(9), watts: 1 })?.key).toBe("b");
  expect(line.aheadOf({ key: "new", latestStart: at(0), watts: 1 })).toBeUndefined();
  const order: string[] = [];
  for (let first = line.first(); first; first = line.first()) {
    order.push(first.key);
    line.remove(first.key);
  }
  expect(order).toEqual(["b", "a", "c", "d"]);
});

const ONE = 2 * 2.12 * 1.135; // of jobOf: two vCPUs
const runs = jobOf({ spec: { suspend: false } });
const held = jobOf({ annotations: { [key("state")]: "held" }, spec: { suspend: true } });
const suspendedByPerson = jobOf({ annotations: { [key("state")]: "released" }, spec: { suspend: true } });
const ended = jobOf({ status: { conditions: [{ type: "Failed", status: "True" }] } });

test.each([
  ["what runs counts", [runs], ONE],
  ["what is held does not", [held], 0],
  ["what has ended does not", [runs, ended], 0],
  ["what is gone does not", [runs, undefined], 0],
  ["what was paused does not", [runs, held], 0],
  ["let go, and an event from before shows it held: it counts", ["reserve", held], ONE],
  ["let go, and then shown to run: once", ["reserve", runs], ONE],
  ["let go in vain", ["reserve", "give back"], 0],
  ["the answer was lost, but it runs", ["reserve", runs, "give back"], ONE],
  ["a person suspended it before it was seen to run", ["reserve", suspendedByPerson], 0],
] as const)("of the power: %s", (_, story, expected) => {
  const ledger = createPowerLedger();
  for (const step of story) {
    if (step === "reserve") ledger.reserve("k", ONE);
    else if (step === "give back") ledger.giveBack("k");
    else ledger.see("k", step);
  }
  expect(ledger.watts).toBeCloseTo(expected, 2);
  expect(ledger.wattsWithout("k")).toBe(0);
});

test("sums come back to nothing exactly", () => {
  const ledger = createPowerLedger();
  for (let n = 0; n < 1_000; n++) ledger.reserve(`k${n}`, 0.1 + n / 3);
  for (let n = 0; n < 1_000; n++) ledger.see(`k${n}`, undefined);
  expect(ledger.watts).toBe(0);
});
