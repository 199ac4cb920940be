import { expect, test } from "vitest";
import type { ClusterClassView } from "./management.ts";
import { regionFieldOf } from "./region-field.ts";
import { ClassVariable } from "./variable-fields.ts";

const text = { type: "string" };
const classOf = (
  variables: Record<string, object>,
  more: Partial<ClusterClassView> = {},
): ClusterClassView => ({
  name: "quick",
  namespace: "fleet",
  versions: [],
  workerClasses: [],
  problem: null,
  variables: Object.entries(variables).map(([name, openAPIV3Schema]) =>
    ClassVariable.parse({ name, schema: { openAPIV3Schema } }),
  ),
  ...more,
});

test.each<[string, ClusterClassView, string | undefined]>([
  ["by its name", classOf({ sshKey: text, region: text }), "region"],
  ["of a provider", classOf({ awsRegion: text }), "awsRegion"],
  ["with other marks", classOf({ "hcloud-location": text }), "hcloud-location"],
  ["inside an object", classOf({ place: { type: "object", properties: { region: text } } }), "place.region"],
  ["a region goes before a zone", classOf({ zone: text, region: text }), "region"],
  ["a zone alone", classOf({ availabilityZone: text }), "availabilityZone"],
  ["no zone of a network", classOf({ dnsZone: text, hostedZone: text, timeZone: text }), undefined],
  ["no number", classOf({ region: { type: "integer" } }), undefined],
  ["the class says which", classOf({ region: text, site: text }, { regionVariable: "site" }), "site"],
  ["the class names one that it has not", classOf({ region: text }, { regionVariable: "site" }), undefined],
  ["none", classOf({ diskGiB: { type: "integer" } }), undefined],
])("a variable that says where: %s", (_, chosen, label) => {
  expect(regionFieldOf(chosen)?.label).toBe(label);
});

test("a list of the class's own is what can be chosen, with its default", () => {
  const region = { type: "string", enum: ["fsn1", "hel1"], default: "fsn1" };
  expect(regionFieldOf(classOf({ region }, { infrastructure: "HetznerClusterTemplate" }))).toEqual({
    label: "region",
    free: false,
    initial: "fsn1",
    regions: ["fsn1", "hel1"],
    provider: undefined,
  });
});

test("examples suggest; without them the regions of its provider do", () => {
  const examples = classOf({ region: { type: "string", example: ["a", "b", 3] } });
  expect(regionFieldOf(examples)).toMatchObject({ free: true, regions: ["a", "b"], provider: undefined });
  const hetzner = classOf({ region: text }, { infrastructure: "HetznerClusterTemplate" });
  expect(regionFieldOf(hetzner)).toMatchObject({
    free: true,
    provider: "Hetzner",
    regions: ["ash", "fsn1", "hel1", "hil", "nbg1", "sin"],
  });
  const dev = classOf({ region: text }, { infrastructure: "DevClusterTemplate" });
  expect(regionFieldOf(dev)).toMatchObject({ free: true, regions: [], provider: undefined });
});
