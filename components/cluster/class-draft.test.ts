import { expect, test } from "vitest";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import { ClassVariable } from "#server/domain/cluster/cluster-api/variable-fields.ts";
import {
  draftOf,
  draftOn,
  hasTyped,
  NOTHING_TYPED,
  readDraft,
  withTyped,
  type ClassDraft,
  type TypedDraft,
} from "./class-draft.ts";
import { newPool } from "./pool-draft.ts";

const CLASS: ClusterClassView = {
  name: "quick",
  namespace: "fleet",
  versions: ["v1.35.4", "v1.36.4"],
  workerClasses: ["default-worker", "large"],
  variables: [
    ClassVariable.parse({
      name: "region",
      required: true,
      schema: { openAPIV3Schema: { type: "string", enum: ["fsn1", "hel1"] } },
    }),
  ],
  problem: null,
};
const draft = (more: Partial<ClassDraft> = {}): ClassDraft => ({
  ...draftOf(CLASS, { name: "heron", zone: "DE", agentImage: "karbonetes/agent:1" }),
  variables: { region: "fsn1" },
  ...more,
});
const read = (more: Partial<ClassDraft> = {}) => readDraft(draft(more), "m1", CLASS);

test("the defaults of a class need nothing but what it requires", () => {
  expect(read().errors).toEqual({});
  expect(read().wish).toMatchObject({
    name: "heron",
    namespace: "fleet",
    classRef: { name: "quick", namespace: "fleet" },
    kubernetesVersion: "v1.36.4",
    controlPlaneReplicas: 3,
    pools: [{ name: "md-0", machineClass: "default-worker", minNodes: 2, maxNodes: 2 }],
    variables: { region: "fsn1" },
  });
  expect(read().wish).not.toHaveProperty("podCidr", "");
});

test.each([
  [{ name: "Heron" }, "name"],
  [{ name: "new" }, "name"],
  [{ zone: "" }, "zone"],
  [{ kubernetesVersion: "newest" }, "kubernetesVersion"],
  [{ controlPlaneReplicas: "2" }, "controlPlaneReplicas"],
  [{ controlPlaneReplicas: "three" }, "controlPlaneReplicas"],
  [{ podCidr: "10.0.0.0" }, "podCidr"],
  [{ pools: [] }, "pools"],
  [{ pools: [{ ...newPool(CLASS, []), machines: "some" }] }, "pools.0.maxNodes"],
  [{ variables: {} }, "variables.region"],
  [{ agentImage: "karbonetes/agent" }, "agentImage"],
  [{ pools: [newPool(CLASS, []), newPool(CLASS, [])] }, "pools.1.name"],
] satisfies [Partial<ClassDraft>, string][])("%j is told at the field %s", (more, field) => {
  const { wish, errors } = read(more);
  expect(wish).toBeUndefined();
  expect(errors[field]).toMatch(/\.$/);
});

test("a control plane that the class sizes is a wish without a number", () => {
  expect(read({ controlPlaneReplicas: "" }).wish).toMatchObject({ controlPlaneReplicas: null });
});

test("the agent is in the wish unless a person takes it out, and then its image matters no more", () => {
  expect(read().wish).toMatchObject({ installAgent: true, agentImage: "karbonetes/agent:1" });
  expect(read({ installAgent: false, agentImage: "" }).wish).toMatchObject({ installAgent: false });
});

const OTHER: ClusterClassView = {
  ...CLASS,
  name: "other",
  namespace: "shared",
  versions: ["v1.34.1", "v1.35.4"],
  workerClasses: ["small"],
};
const SUGGESTED = { name: "heron", zone: "DE", agentImage: "karbonetes/agent:1" };
const typed = (...parts: Partial<ClassDraft>[]): TypedDraft =>
  parts.reduce<TypedDraft>((before, part) => withTyped(before, "quick", part), NOTHING_TYPED);
const large = { ...newPool(CLASS, []), name: "gpu", machineClass: "large", machines: "7" };

test.each<[string, TypedDraft, Partial<ClassDraft>]>([
  [
    "what was not typed follows the class",
    NOTHING_TYPED,
    { namespace: "shared", kubernetesVersion: "v1.35.4", zone: "DE" },
  ],
  [
    "name, zone, ranges and namespace stay as typed",
    typed({ name: "ibis", zone: "GB" }, { podCidr: "10.1.0.0/16" }, { namespace: "mine" }),
    { name: "ibis", zone: "GB", podCidr: "10.1.0.0/16", namespace: "mine" },
  ],
  [
    "a version that it offers stays",
    typed({ kubernetesVersion: "v1.34.1" }),
    { kubernetesVersion: "v1.34.1" },
  ],
  [
    "one that it does not gives way",
    typed({ kubernetesVersion: "v1.36.4" }),
    { kubernetesVersion: "v1.35.4" },
  ],
  [
    "pools stay, on a worker class that it has",
    typed({ pools: [large] }),
    { pools: [{ ...large, machineClass: "small" }] },
  ],
  ["another class's variables are not its own", typed({ variables: { region: "hel1" } }), { variables: {} }],
])("another class chosen: %s", (_, before, after) => {
  expect(draftOn(OTHER, SUGGESTED, before, "other")).toMatchObject(after);
});

test("back at the class, all is as it was typed there", () => {
  const before = typed(
    { variables: { region: "hel1" } },
    { pools: [large] },
    { kubernetesVersion: "v1.36.4" },
  );
  const after = withTyped(before, "other", { variables: { region: "x" } });
  expect(draftOn(CLASS, SUGGESTED, after, "quick")).toMatchObject({
    variables: { region: "hel1" },
    pools: [large],
    kubernetesVersion: "v1.36.4",
  });
});

test("a draft is begun with the first thing typed", () => {
  expect([NOTHING_TYPED, typed({ name: "" }), typed({ variables: {} })].map(hasTyped)).toEqual([
    false,
    true,
    true,
  ]);
});
