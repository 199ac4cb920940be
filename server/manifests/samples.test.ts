import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { POOL_TAINT } from "#server/domain/job/placement.ts";
import { resolvePolicy } from "#server/domain/policy/resolve.ts";
import { CarbonPolicySpec, POLICY_API_VERSION } from "#server/domain/policy/spec.ts";

interface Sample {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
  spec: Record<string, unknown>;
}
interface NodePool extends Sample {
  spec: { template: { spec: { taints?: object[]; nodeClassRef: { group: string; kind: string } } } };
}

const FOLDER = "deploy/samples";
const samples = readdirSync(FOLDER).flatMap((file) =>
  parseAllDocuments(readFileSync(`${FOLDER}/${file}`, "utf8")).map((document) => {
    expect(document.errors, file).toEqual([]);
    return { file, object: document.toJS() as Sample };
  }),
);
const ofKind = (kind: string) =>
  samples.filter(({ object }) => object.kind === kind).map(({ object }) => object);
const pools = ofKind("NodePool") as NodePool[];

test.each(ofKind("CarbonAwarePolicy").map((object) => [object.metadata.namespace, object] as const))(
  "the policy of %s is one the form would take, and its pools are among the samples",
  (_, { apiVersion, spec }) => {
    expect(apiVersion).toBe(POLICY_API_VERSION);
    const policy = CarbonPolicySpec.parse(spec);
    const names = pools.map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining([policy.greenPool, policy.fallbackPool]));
    const known = Object.keys(CarbonPolicySpec.shape);
    expect(Object.keys(spec).filter((key) => !known.includes(key))).toEqual([]);
  },
);

const taintsOf = (name: string) =>
  pools.find(({ metadata }) => metadata.name === name)?.spec.template.spec.taints;

test("the green pool keeps off what has not the agent's toleration, the other takes all", () => {
  expect(taintsOf("green-batch")).toEqual([{ key: POOL_TAINT, value: "green", effect: "NoSchedule" }]);
  expect(taintsOf("default")).toBeUndefined();
});

test("every pool's node class is among the samples", () => {
  for (const { spec } of pools) {
    const { group, kind } = spec.template.spec.nodeClassRef;
    expect(ofKind(kind).map(({ apiVersion }) => apiVersion.split("/")[0])).toContain(group);
  }
});

const annotationsOf = (object: Sample): Record<string, string> => {
  const template = object.spec["jobTemplate"] as { metadata: Sample["metadata"] } | undefined;
  return (template ?? object).metadata.annotations ?? {};
};

test.each(
  [...ofKind("Job"), ...ofKind("CronJob")].map(
    (object) => [object.metadata.name, annotationsOf(object)] as const,
  ),
)("the agent ignores nothing that %s is annotated with", (_, annotations) => {
  const { warnings } = resolvePolicy({ policy: undefined, annotations, clusterZone: "DE", paused: false });
  expect(warnings).toEqual([]);
  const known: readonly string[] = Object.values(ANNOTATION);
  expect(Object.keys(annotations).filter((key) => !known.includes(key))).toEqual([]);
});

test("there is a plain Job, one that waits, a strict one, and a CronJob", () => {
  const said = Object.fromEntries(
    [...ofKind("Job"), ...ofKind("CronJob")].map((object) => [object.metadata.name, annotationsOf(object)]),
  );
  expect(said).toMatchObject({
    plain: {},
    "carbon-aware": { [ANNOTATION.enabled]: "true" },
    strict: { [ANNOTATION.enabled]: "true", [ANNOTATION.mode]: "require" },
    nightly: { [ANNOTATION.enabled]: "true" },
  });
  expect(said["plain"]).toEqual({});
});
