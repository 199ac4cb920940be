import { MINUTE_MS } from "../clock.ts";
import { formatDuration } from "../duration.ts";
import { ANNOTATION } from "../job/annotations.ts";
import type { Job } from "../kubernetes.ts";

/** kwok's own annotation, which the sandbox reads too: how long a pod runs. */
const RUNS_FOR = "pod-complete.stage.kwok.x-k8s.io/delay";
const RUNS_AT_MOST = "pod-complete.stage.kwok.x-k8s.io/jitter-delay";

interface Kind {
  namespace: string;
  name: string;
  cpu: number;
  memoryGiB: number;
  minutes: number;
  maxDelay: string;
  /** It saves what it has done, and may be split. */
  inParts?: boolean;
}

/** Work as batch clusters know it: who asks, for how many vCPUs, how long, and how long it may wait. */
const KINDS: readonly Kind[] = [
  { namespace: "climate", name: "era5-regrid", cpu: 16, memoryGiB: 48, minutes: 95, maxDelay: "18h" },
  {
    namespace: "climate",
    name: "downscale-ensemble",
    cpu: 32,
    memoryGiB: 128,
    minutes: 170,
    maxDelay: "24h",
  },
  { namespace: "training", name: "tokenizer-corpus", cpu: 8, memoryGiB: 32, minutes: 60, maxDelay: "12h" },
  { namespace: "training", name: "llm-eval-nightly", cpu: 24, memoryGiB: 96, minutes: 180, maxDelay: "16h" },
  {
    namespace: "training",
    name: "finetune-checkpointed",
    cpu: 24,
    memoryGiB: 96,
    minutes: 300,
    maxDelay: "24h",
    inParts: true,
  },
  {
    namespace: "genomics",
    name: "variant-call-batch",
    cpu: 16,
    memoryGiB: 64,
    minutes: 120,
    maxDelay: "20h",
  },
  { namespace: "genomics", name: "blast-index-rebuild", cpu: 4, memoryGiB: 24, minutes: 45, maxDelay: "8h" },
  { namespace: "render", name: "shot-frames", cpu: 12, memoryGiB: 32, minutes: 80, maxDelay: "14h" },
  { namespace: "backup", name: "etcd-snapshot-verify", cpu: 1, memoryGiB: 4, minutes: 20, maxDelay: "22h" },
  { namespace: "data", name: "clickstream-compact", cpu: 2, memoryGiB: 8, minutes: 30, maxDelay: "6h" },
];

export const SAMPLE_NAMESPACES = [...new Set(KINDS.map(({ namespace }) => namespace))];

/** `count` Jobs of different kinds, in turn from a random one, their lengths varied by a quarter. `random` gives 0 to 1. */
export function sampleJobs(count: number, random: () => number): Job[] {
  const first = Math.floor(random() * KINDS.length);
  const inTurn = [...KINDS.slice(first), ...KINDS.slice(0, first)];
  return Array.from({ length: Math.ceil(count / inTurn.length) }, () => inTurn)
    .flat()
    .slice(0, count)
    .map((kind) => sampleJob(kind, random));
}

function sampleJob(
  { namespace, name, cpu, memoryGiB, minutes, maxDelay, inParts }: Kind,
  random: () => number,
): Job {
  const runsForMs = Math.round(minutes * (0.75 + 0.5 * random())) * MINUTE_MS;
  const runsFor = formatDuration(runsForMs);
  const suffix = Math.floor(random() * 36 ** 5)
    .toString(36)
    .padStart(5, "0");
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      namespace,
      name: `${name}-${suffix}`,
      annotations: {
        [ANNOTATION.enabled]: "true",
        [ANNOTATION.duration]: runsFor,
        [ANNOTATION.maxDelay]: maxDelay,
        ...(inParts && { [ANNOTATION.interruptible]: "true" }),
      },
    },
    spec: {
      template: {
        metadata: { annotations: { [RUNS_FOR]: runsFor, [RUNS_AT_MOST]: runsFor } },
        spec: {
          restartPolicy: "Never",
          containers: [
            {
              name: "work",
              image: "busybox",
              resources: {
                requests: { cpu: String(Math.min(cpu, 15)), memory: `${Math.min(memoryGiB, 60)}Gi` },
              },
            },
          ],
        },
      },
    },
  };
}
