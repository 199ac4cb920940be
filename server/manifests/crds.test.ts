import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { STRATEGIES } from "#server/domain/policy/spec.ts";
import { policyCrd, scoreCrd } from "./crds.ts";
import { MANIFEST_DIR, manifestFiles } from "./generate.ts";

test.each(Object.entries(manifestFiles()))(
  "deploy/manifests/%s is what the generator writes",
  (name, text) => {
    expect(readFileSync(path.join(MANIFEST_DIR, name), "utf8")).toBe(text);
  },
);

/** Every schema node of a CRD, with its path. */
function nodesOf(schema: object, at = "spec"): [string, Record<string, unknown>][] {
  const node = schema as Record<string, unknown>;
  const { properties = {}, items } = node as { properties?: Record<string, object>; items?: object };
  return [
    [at, node],
    ...Object.entries(properties).flatMap(([name, value]) => nodesOf(value, `${at}.${name}`)),
    ...(items ? nodesOf(items, `${at}[]`) : []),
  ];
}
const specOf = (crd: ReturnType<typeof policyCrd>) =>
  crd.spec.versions.flatMap((version) => nodesOf(version.schema.openAPIV3Schema.properties.spec));

test.each([
  ["CarbonAwarePolicy", policyCrd()],
  ["CarbonScore", scoreCrd()],
])("the schema of %s is structural: a type everywhere, nothing an API server refuses", (_, crd) => {
  for (const [at, node] of specOf(crd)) {
    expect(node["type"], at).toEqual(expect.any(String));
    for (const refused of ["$schema", "additionalProperties", "oneOf", "anyOf", "$ref", "exclusiveMinimum"]) {
      expect(node, at).not.toHaveProperty([refused]);
    }
    const required = (node["required"] ?? []) as string[];
    for (const name of required) {
      expect((node["properties"] as Record<string, object>)[name], `${at}.${name}`).not.toHaveProperty(
        "default",
      );
    }
  }
});

test("the policy's defaults and bounds are the form's", () => {
  const [[, spec] = ["", {}]] = specOf(policyCrd());
  expect(spec["properties"]).toMatchObject({
    enabled: { type: "boolean", default: true },
    strategy: { type: "string", enum: [...STRATEGIES], default: "best-window" },
    maxDelay: { type: "string", default: "24h", pattern: expect.any(String) as string },
    maxIntensity: { type: "number", minimum: 1, maximum: 2_000 },
    greenPool: { type: "string", default: "green", maxLength: 63 },
  });
});
