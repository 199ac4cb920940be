import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { randomFrom } from "#server/domain/job/testing.ts";

export const NAMESPACES = 20;
export const ZONES = 4;
export const namespaceOf = (n: number): string => `team-${n % NAMESPACES}`;
export const zoneOf = (n: number): string => `ZONE-${n % ZONES}`;

const WORDS = ["train", "regrid", "render", "index", "backup", "simulate", "transcode", "report"];
const MORE = ["nightly", "full", "retry", "eu", "v2", "small"];

/** The Job that a team submits, the same for the same number: no two alike, all of them asking to be held. */
export function jobFor(n: number) {
  const random = randomFrom(n * 7_919 + 11);
  random(); // the first follows the seed
  const pick = (all: readonly string[]) => all[Math.floor(random() * all.length)] ?? "";
  const name = `${pick(WORDS)}-${pick(MORE)}-${n}`;
  const labels = { app: pick(WORDS), team: namespaceOf(n), "app.kubernetes.io/part-of": pick(MORE) };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace: namespaceOf(n),
      labels,
      annotations: {
        [ANNOTATION.enabled]: "true",
        [ANNOTATION.maxDelay]: `${10 + Math.floor(random() * 14)}h`,
        [ANNOTATION.duration]: `${15 * (1 + Math.floor(random() * 12))}m`,
        ...(random() < 0.1 && { [ANNOTATION.interruptible]: "true" }),
        "example.org/owner": `${pick(WORDS)}@example.org`,
      },
    },
    spec: {
      backoffLimit: 2,
      ttlSecondsAfterFinished: 86_400,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: "Never",
          serviceAccountName: "default",
          containers: [container("work", random), ...(random() < 0.3 ? [container("sidecar", random)] : [])],
          tolerations: [{ key: "batch", operator: "Exists", effect: "NoSchedule" }],
          volumes: [{ name: "scratch", emptyDir: { sizeLimit: "10Gi" } }],
        },
      },
    },
  };
}

const container = (name: string, random: () => number) => ({
  name,
  image: `registry.example.org/batch/${name}:1.${Math.floor(random() * 40)}`,
  command: ["/bin/sh", "-c", `exec work --shard ${Math.floor(random() * 64)} --out /scratch/out.parquet`],
  env: Array.from({ length: 2 + Math.floor(random() * 8) }, (_, i) => ({
    name: `SETTING_${i}`,
    value: random().toString(36).slice(2),
  })),
  resources: {
    requests: { cpu: String(1 + Math.floor(random() * 8)), memory: "4Gi" },
    limits: { memory: "8Gi" },
  },
  volumeMounts: [{ name: "scratch", mountPath: "/scratch" }],
});
