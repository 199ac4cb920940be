import { expect, test } from "vitest";
import { matchPolicy, sourceOf } from "./match.ts";
import { BUILT_IN_POLICY } from "./spec.ts";

const policy = (source: string) => {
  const [namespace = "", name = ""] = source.split("/");
  return { namespace, name, spec: BUILT_IN_POLICY };
};
const SYSTEM_DEFAULT = "karbonetes-system/default";

test.each<[string, string[], string | undefined, string | undefined]>([
  ["none at all: the built-in one", [], undefined, undefined],
  ["the cluster's default", [SYSTEM_DEFAULT], undefined, SYSTEM_DEFAULT],
  ["the namespace's own over the default", [SYSTEM_DEFAULT, "climate/p"], undefined, "climate/p"],
  ["the first by name of several", ["climate/b", "climate/a"], undefined, "climate/a"],
  ["another namespace's is not ours", [SYSTEM_DEFAULT, "render/p"], undefined, SYSTEM_DEFAULT],
  [
    "another policy of the system namespace is no default",
    ["karbonetes-system/strict"],
    undefined,
    undefined,
  ],
  ["the named one of the namespace", ["climate/a", "climate/b"], "b", "climate/b"],
  [
    "the named one of the system namespace",
    ["climate/a", "karbonetes-system/strict"],
    "strict",
    "karbonetes-system/strict",
  ],
  [
    "of two with the name, the namespace's own",
    ["climate/strict", "karbonetes-system/strict"],
    "strict",
    "climate/strict",
  ],
  ["a name that leads nowhere: as if unnamed", ["climate/a"], "gone", "climate/a"],
])("%s", (_, sources, wanted, expected) => {
  const annotations: Record<string, string> = wanted ? { "carbon-aware.io/policy": wanted } : {};
  const { policy: matched } = matchPolicy(sources.map(policy), "climate", annotations);
  expect(matched && sourceOf(matched)).toBe(expected);
});

test("a name that leads nowhere is said, with what holds instead", () => {
  const { warning } = matchPolicy([policy(SYSTEM_DEFAULT)], "climate", { "carbon-aware.io/policy": "gone" });
  expect(warning).toBe(
    'carbon-aware.io/policy: "gone" is ignored; no such policy is in climate or karbonetes-system, so karbonetes-system/default holds.',
  );
});
