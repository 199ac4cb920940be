/**
 * Inputs are what people write; outputs are ours. Nothing of ours is read back as input, with one exception that is no wish but
 * bookkeeping, as a creation time is: how long an interruptible Job has run, which Kubernetes forgets at each suspension.
 */
export const ANNOTATION = {
  enabled: "carbon-aware.io/enabled",
  policy: "carbon-aware.io/policy",
  maxDelay: "carbon-aware.io/max-delay",
  deadline: "carbon-aware.io/deadline",
  strategy: "carbon-aware.io/strategy",
  mode: "carbon-aware.io/mode",
  duration: "carbon-aware.io/duration",
  /** "true": it saves what it has done, so it may be split over windows; "false": once it runs, it runs to its end. */
  interruptible: "carbon-aware.io/interruptible",
  /** The least an interruptible Job runs before it is suspended again. */
  minimumChunk: "carbon-aware.io/min-chunk",
  /** A person keeps the Job back until its latest start. */
  hold: "carbon-aware.io/hold",
  // outputs
  state: "carbon-aware.io/state",
  reason: "carbon-aware.io/reason",
  releaseAt: "carbon-aware.io/release-at",
  latestStart: "carbon-aware.io/latest-start",
  // bookkeeping: whole seconds that it ran before it was last suspended by us
  ran: "carbon-aware.io/ran",
} as const;

/** Set on every Job that the agent took in hand, so that one label selector finds them. */
export const HELD_LABEL = "carbon-aware.io/managed";
/** Nodes carry their pool's name here; green and fallback pools are told apart by it. */
export const POOL_LABEL = "karpenter.sh/nodepool";

/** The outputs: taken off what a person submits, since a copied Job brings those of its original. */
export const OUTPUT_ANNOTATIONS = [
  ANNOTATION.state,
  ANNOTATION.reason,
  ANNOTATION.releaseAt,
  ANNOTATION.latestStart,
] as const;
export type OutputAnnotation = (typeof OUTPUT_ANNOTATIONS)[number];

/** On the namespace karbonetes-system: carbon-awareness is paused for the whole cluster. */
export const PAUSED_ANNOTATION = "carbon-aware.io/paused";
/** On the namespace karbonetes-system: the whole cluster is in a dry run, whatever its policies say. */
export const DRY_RUN_ANNOTATION = "carbon-aware.io/dry-run";
/** On the namespace karbonetes-system: the grid zone of this cluster. */
export const ZONE_ANNOTATION = "carbon-aware.io/zone";

/** held: waits, or is paused between two windows; released: waited, then let go; admitted: ran at once; missed: had started before the agent saw it. */
export type JobState = "held" | "released" | "admitted" | "missed";
