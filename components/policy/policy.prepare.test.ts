import { describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { BUILT_IN_POLICY, CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { durationWords, ruleSentence } from "./rule-sentence.prepare.ts";
import { changedFields, yamlLines, yamlText } from "./yaml.prepare.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const spec = (change: Partial<CarbonPolicySpec> = {}) => CarbonPolicySpec.parse(change);

test.each([
  ["45m", "45 min"],
  ["8h", "8 h"],
  ["90m", "1 h 30"],
  ["1d", "24 h"],
  ["3d", "3 days"],
  ["soon", "soon"],
])("%s is %s", (text, words) => expect(plain(durationWords(text))).toBe(words));

describe("the rule of a policy as a sentence", () => {
  test.each([
    ["the default", {}, "Waits up to 24 h for the cheapest stretch, if that saves 2 % or more."],
    [
      "with a limit",
      { maxIntensity: 160, minSavingPercent: 0, maxDelay: "8h" },
      "Waits up to 8 h for the cheapest stretch. At or under 160 g/kWh it starts at once.",
    ],
    [
      "by a limit",
      { strategy: "threshold", maxIntensity: 220, maxDelay: "12h" },
      "Starts as soon as the grid is at or under 220 g/kWh, after 12 h at the latest.",
    ],
    [
      "by a percentile",
      { strategy: "percentile", percentile: 22, maxIntensity: 90 },
      "Starts as soon as the grid is at or under the 22nd percentile of the week before, after 24 h at the latest. At or under 90 g/kWh it starts at once.",
    ],
    [
      "by the clock",
      { strategy: "static", timeZone: "Europe/Berlin", maxDelay: "12h" },
      "Starts between 10:00 and 16:00 (Europe/Berlin), after 12 h at the latest.",
    ],
    [
      "in parts",
      { strategy: "interruptible", minimumChunk: "45m" },
      "Waits up to 24 h for the cheapest hours, if that saves 2 % or more. It runs at least 45 min between pauses.",
    ],
    ["no wait", { maxDelay: "0m" }, "Waits for nothing: every Job starts at once."],
    ["off", { enabled: false }, "Switched off: every Job starts at once."],
  ] as const)("%s", (_, change, sentence) => expect(plain(ruleSentence(spec(change)))).toBe(sentence));
});

describe("the policy as YAML", () => {
  const draft = {
    name: "overnight",
    namespaces: [] as string[],
    spec: spec({ maxDelay: "18h", maxIntensity: 160 }),
  };

  it("is what a cluster would hold, read back by a YAML parser", () => {
    const object: unknown = parse(yamlText(yamlLines(draft, undefined)));
    expect(object).toMatchObject({
      kind: "CarbonAwarePolicy",
      metadata: { name: "default", namespace: "karbonetes-system" },
    });
    expect(CarbonPolicySpec.parse((object as { spec: unknown }).spec)).toEqual(draft.spec);
  });

  it("goes by its own name where it names namespaces", () => {
    const lines = yamlLines({ ...draft, namespaces: ["training"] }, undefined);
    expect(lines.filter(({ indent }) => indent === 1).slice(0, 2)).toMatchObject([
      { value: "overnight" },
      { value: "training" },
    ]);
  });

  it.each([
    { strategy: "static", greenFrom: "09:30", timeZone: "Europe/Berlin" },
    { strategy: "percentile", percentile: 25, percentileOf: "forecast" },
    { strategy: "interruptible", minimumChunk: "2h", uncertaintyMargin: 0.4 },
    { strategy: "best-window", greenFrom: "09:30", percentile: 10 },
  ] as const)("shows what %j reads or somebody set, and comes back whole", (change) => {
    const lines = yamlLines({ ...draft, spec: spec(change) }, undefined);
    expect(lines.map(({ key }) => key)).toEqual(expect.arrayContaining(Object.keys(change)));
    const object: unknown = parse(yamlText(lines), { version: "1.1" });
    expect(CarbonPolicySpec.parse((object as { spec: unknown }).spec)).toEqual(spec(change));
  });

  it("leaves out what its strategy does not read", () => {
    const keys = yamlLines(draft, undefined).map(({ key }) => key);
    expect(keys).not.toContain("greenFrom");
    expect(keys).not.toContain("percentile");
  });

  it("marks the changed lines with what is in force", () => {
    const marked = yamlLines(draft, BUILT_IN_POLICY).filter(({ was }) => was !== null);
    expect(marked).toMatchObject([
      { key: "maxDelay", value: "18h", was: "24h" },
      { key: "maxIntensity", value: "160", was: "unset" },
    ]);
    expect(changedFields(draft.spec, BUILT_IN_POLICY)).toEqual(["maxDelay", "maxIntensity"]);
  });

  it("shows a removed limit and leaves it out of the text", () => {
    const lines = yamlLines({ ...draft, spec: BUILT_IN_POLICY }, draft.spec);
    expect(lines.find(({ key }) => key === "maxIntensity")).toMatchObject({ removed: true, was: "160" });
    expect(yamlText(lines)).not.toContain("maxIntensity");
  });
});
