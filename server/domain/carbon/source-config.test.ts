import { describe, expect, test } from "vitest";
import { provenanceOf, signalKindOf, SOURCES, SourceSetting } from "./source-config.ts";

describe("a setting", () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["uk-carbon-intensity", {}, {}],
    ["uk-carbon-intensity", { regionId: "13" }, { regionId: 13 }],
    ["uk-carbon-intensity", { regionId: "" }, {}],
    ["electricity-maps", { providerZone: "" }, { emissionFactorType: "lifecycle" }],
    ["electricity-maps", { providerZone: "US-CAL-CISO" }, { providerZone: "US-CAL-CISO" }],
    ["entsoe", { area: "10YFR-RTE------C" }, {}],
    ["carbon-aware-sdk", { baseUrl: "http://10.0.0.7:8080/", location: "de" }, { signalKind: "average" }],
    ["http-signal", { url: "http://signal:8787/?zone=DE" }, { signalKind: "average" }],
  ])("of %s: %j", (source, config, expected) => {
    expect(SourceSetting.parse({ source, config }).config).toMatchObject(expected);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["uk-carbon-intensity", { regionId: "18" }, /^Choose one of the 17 regions/],
    ["uk-carbon-intensity", { regionId: "London" }, /^Choose one of the 17 regions/],
    ["electricity-maps", { providerZone: "de" }, /^Give the zone as Electricity Maps writes it/],
    ["watttime", {}, /^Give the region/],
    ["watttime", { region: "a b" }, /^Give the region as WattTime writes it/],
    ["energy-charts", { country: "DE" }, /^Give the country as two small letters/],
    ["energinet", { priceArea: "DK3" }, /^Choose DK1/],
    ["eia", { respondent: "california" }, /^Give the balancing authority as EIA writes it/],
    ["entsoe", { area: "DE" }, /^Give the area's EIC code of 16 characters/],
    ["carbon-aware-sdk", { baseUrl: "ftp://a", location: "de" }, /^Give the address of the WebAPI with http/],
    [
      "carbon-aware-sdk",
      { baseUrl: "http://u:p@a", location: "de" },
      /^Give the address of the WebAPI with http/,
    ],
    ["carbon-aware-sdk", { baseUrl: "http://169.254.169.254/latest", location: "de" }, /link-local/],
    ["carbon-aware-sdk", { baseUrl: "http://[::ffff:169.254.169.254]/", location: "de" }, /link-local/],
    ["http-signal", { url: "http://169.254.169.254/latest?x=1" }, /link-local/],
    ["http-signal", { url: "signal" }, /^Give the address of the signal with http/],
    ["crystal-ball", {}, /^Choose one of the sources recorded, replay, static,/],
  ])("of %s: %j is refused with a sentence", (source, config, sentence) => {
    expect(SourceSetting.safeParse({ source, config }).error?.issues[0]?.message).toMatch(sentence);
  });
});

describe.each(SOURCES)("$name", ({ name, fields, secrets, keyless, limit, tried, title, signalKind }) => {
  test("its fields are parts of its setting, its words are there, and it is not called live", () => {
    const shape = SourceSetting.options.find((option) => option.shape.source.value === name);
    const config = shape?.shape.config;
    const keys = JSON.stringify(config && "def" in config ? Object.keys(keysOf(config)) : []);
    for (const { key, label, help } of fields) {
      expect(keys).toContain(`"${key}"`);
      expect(label.length * help.length).toBeGreaterThan(0);
    }
    expect(keyless).toBe(secrets.every(({ required }) => !required));
    expect(title).not.toBe("");
    expect(limit === "").toBe(tried === "no network");
    expect(tried).not.toBe("live");
    expect(signalKindOf(name)).toBe(signalKind);
  });
});

function keysOf(schema: object): object {
  const { shape, def } = schema as { shape?: object; def?: { innerType?: object } };
  return shape ?? (def?.innerType ? keysOf(def.innerType) : {});
}

test.each<[string, Record<string, unknown>, string]>([
  ["uk-carbon-intensity", {}, "UK Carbon Intensity (NESO)"],
  ["uk-carbon-intensity", { regionId: 13 }, "UK Carbon Intensity (NESO), London"],
  ["electricity-maps", { emissionFactorType: "direct" }, "Electricity Maps, direct"],
  ["watttime", { region: "CAISO_NORTH" }, "WattTime, CAISO_NORTH, marginal"],
  ["eia", { respondent: "CISO" }, "EIA, CISO, fuel mix × emission factors"],
  ["crystal-ball", {}, "crystal-ball"],
  ["toString", {}, "toString"],
])("the provenance of %s %j", (source, config, words) => expect(provenanceOf(source, config)).toBe(words));

test("a WebAPI over WattTime is marginal", () => {
  expect(signalKindOf("carbon-aware-sdk", { signalKind: "marginal" })).toBe("marginal");
});
