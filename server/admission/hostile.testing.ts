import { jobOf, randomFrom } from "#server/domain/job/testing.ts";

const HOSTILE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  Number.NaN,
  "",
  " ",
  "true",
  "\u0000",
  "\uD800",
  "💡",
  "__proto__",

  "constructor",
  "9".repeat(400),
  "x".repeat(5_000),
  "-8h",
  "8h",
  "2026-13-45T99:99:99Z",
  "1970-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "${jndi:ldap://x}",
  "'; DROP TABLE jobs; --",
  [],
  [[]],
  {},
  { a: { b: [] } },

  { key: null },
  { length: 1e9 },
  [null],
  ["a"],
  { toString: "x" },
  JSON.parse('{"__proto__":{"suspend":true}}'),
];
/** The API server lets nothing else into an annotation; mostly these, so that most are really decided on. */
const TEXTS = HOSTILE.filter((value) => typeof value === "string");
const KEYS = ["policy", "max-delay", "deadline", "strategy", "mode", "duration", "hold", "interruptible"];

/** Endless Jobs: good ones with odd annotations, mutated ones, and what is no Job at all. The same for a seed. */
export function hostileJobs(seed: number): () => unknown {
  const random = randomFrom(seed);
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  const annotations = () =>
    Object.fromEntries(
      KEYS.filter(() => random() < 0.3).map((name) => [
        `carbon-aware.io/${name}`,
        pick(random() < 0.97 ? TEXTS : HOSTILE) as string,
      ]),
    );
  const mutate = (value: unknown, depth: number, rate: number): unknown => {
    if (random() < rate) return pick(HOSTILE);
    if (depth > 9 || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => mutate(item, depth + 1, rate));
    return Object.fromEntries(
      Object.entries(value)
        .filter(() => random() > rate / 2)
        .map(([name, item]) => [name, mutate(item, depth + 1, rate)]),
    );
  };
  const seedJob = () =>
    jobOf({
      annotations: { ...annotations(), "carbon-aware.io/state": "released" },
      labels: { app: "x" },
      spec: {
        suspend: random() < 0.3,
        parallelism: Math.floor(random() * 5),
        template: {
          metadata: { annotations: { mine: "1" } },
          spec: {
            containers: [{ name: "main", resources: { requests: { cpu: "2", memory: "x" } } }],
            tolerations: [{ key: "gpu", operator: "Exists" }],
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [
                    { matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] },
                  ],
                },
              },
            },
          },
        },
      },
    });
  return () => mutate(seedJob(), 0, pick([0, 0.02, 0.08, 0.3]) ?? 0);
}
