import { HOUR_MS } from "../clock.ts";
import { SCORE_API_VERSION, SCORE_KIND, scoreNameOf, toScore } from "../carbon/score.ts";
import type { KubeObject } from "../kubernetes.ts";
import { POLICY_KIND } from "../policy/spec.ts";

/** The samples' own namespace: their Jobs are in it. */
export const DEMO_NAMESPACE = "batch";
/** Its zone where none is asked for: nobody measures it, `karbon demo green` sets it. */
export const DEMO_ZONE = "demo";
/** On everything that the demo made, so that exactly that is taken away. */
export const DEMO_LABEL = "carbon-aware.io/demo";

export const isDemos = (object: Pick<KubeObject, "metadata"> | undefined): boolean =>
  object?.metadata.labels?.[DEMO_LABEL] === "true";

export const titleOf = ({ kind, metadata: { name, namespace } }: KubeObject): string =>
  `${kind} ${namespace && namespace !== DEMO_NAMESPACE ? `${namespace}/` : ""}${name}`;

/** Which of Karpenter's kinds a cluster has; the samples know two kinds of NodeClass. */
export interface Karpenter {
  pools: boolean;
  kwok: boolean;
  ec2: boolean;
}

const ORDER = ["Namespace", "KWOKNodeClass", "NodePool", POLICY_KIND, "CronJob", "Job"];

/**
 * The samples as this cluster can take them, in their order, marked as the demo's; `note` says what is left out and why. Policies of
 * the demo's namespace look at `zone`.
 */
export function demoObjects(
  samples: readonly KubeObject[],
  { zone, karpenter }: { zone: string; karpenter: Karpenter },
): { objects: KubeObject[]; note: string | undefined } {
  const pools = karpenter.pools && karpenter.kwok;
  const kinds = ORDER.filter((kind) => pools || !["KWOKNodeClass", "NodePool"].includes(kind));
  const chosen = samples.filter(({ kind }) => kinds.includes(kind));
  return {
    objects: chosen
      .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
      .map((object) => marked(inZone(object, zone))),
    note: pools ? undefined : noteOf(karpenter),
  };
}

function noteOf({ pools, ec2 }: Karpenter): string {
  const then =
    "Until a node is labelled karpenter.sh/nodepool=green-batch, the Job strict finds none in a window.";
  if (!pools)
    return `No Karpenter is here, so no NodePool was made: Jobs run on the nodes there are. ${then}`;
  if (ec2)
    return `The NodePools are left to you: put your cluster's name into deploy/samples/node-class-ec2.yaml. ${then}`;
  return `The NodePools are left out: the samples know none of this cluster's kinds of NodeClass. ${then}`;
}

const marked = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, labels: { ...object.metadata.labels, [DEMO_LABEL]: "true" } },
});

function inZone(object: KubeObject, zone: string): KubeObject {
  if (object.kind !== POLICY_KIND || object.metadata.namespace !== DEMO_NAMESPACE) return object;
  const { spec } = object as KubeObject & { spec: object };
  return { ...object, spec: { ...spec, zone } };
}

const GREEN_GRAMS = 80;
const DIRTY_GRAMS = 420;
const HOLDS_MS = 24 * HOUR_MS; // nobody writes it anew, and a reading that has ended soon is too old to decide by
const AHEAD_HOURS = 48;

/** A grid set by hand: green or not, from now on and as far as is foreseen. */
export function handSetScore(zone: string, green: boolean, now: Date): KubeObject {
  const gramsPerKwh = green ? GREEN_GRAMS : DIRTY_GRAMS;
  const spec = toScore({
    zone,
    kind: "average",
    provenance: "karbon demo, set by hand, not measured",
    latest: { startsAt: now, stepMs: HOLDS_MS, gramsPerKwh, quality: "estimated" },
    recent: [],
    forecast: {
      generatedAt: now,
      startsAt: now,
      stepMs: HOUR_MS,
      gramsPerKwh: Array.from({ length: AHEAD_HOURS }, () => gramsPerKwh),
      method: "set by hand",
    },
  });
  const score = {
    apiVersion: SCORE_API_VERSION,
    kind: SCORE_KIND,
    metadata: { name: scoreNameOf(zone) },
    spec,
  };
  return marked(score);
}
