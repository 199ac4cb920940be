import { expect, test } from "vitest";
import { leftBehind, leftLines, type GoingObject } from "./left-behind.ts";

const plain = (lines: readonly string[]) => lines.map((line) => line.replaceAll("\u00a0", " "));
const machine = (name: string) => ({ name, pool: undefined });
const going = (kind: string, name: string, finalizers: string[] = []): GoingObject => ({
  kind,
  namespace: "fleet",
  name,
  finalizers,
  asked: true,
});
const NOTHING = { read: [] };
const none = { count: 0, items: [] };
const inside = {
  read: {
    loadBalancers: { count: 1, items: ["default/web at 10.0.0.7"] },
    volumes: { count: 14, items: Array.from({ length: 12 }, (_, n) => `pvc-${n}`) },
  },
};
const many = { read: Array.from({ length: 500 }, (_, n) => machine(`heron-${n}`)) };

test.each<[string, ReturnType<typeof leftBehind>, string[]]>([
  [
    "each kind by its names, and who holds what is going",
    leftBehind({ read: [machine("heron-b"), machine("heron-a")] }, inside, {
      read: [going("Machine", "heron-a"), going("DevCluster", "heron", ["x.org/keep"])],
    }),
    [
      "2 machines: heron-a, heron-b",
      "1 load balancer: default/web at 10.0.0.7",
      `14 volumes with their data: ${inside.read.volumes.items.join(", ")} and 2 more`,
      "1 object that is being deleted: DevCluster fleet/heron, held by x.org/keep",
    ],
  ],
  [
    "what could not be read is a sentence, and not nothing",
    leftBehind({ problem: "It refuses." }, { problem: "No route." }, { problem: "It refuses." }),
    [
      "Its machines could not be read: It refuses.",
      "Its load balancers and volumes could not be read: No route.",
      "Whether its Cluster object was asked to go, and what is still being deleted, could not be read: It refuses.",
    ],
  ],
  [
    "a Cluster that was never asked to go is told apart from what goes",
    leftBehind(
      NOTHING,
      { read: { loadBalancers: none, volumes: none } },
      {
        read: [
          { ...going("Cluster", "heron", ["cluster.x-k8s.io"]), asked: false },
          going("DevCluster", "heron"),
        ],
      },
    ),
    [
      "1 object that was not asked to go yet: Cluster fleet/heron, which lives on",
      "1 object that is being deleted: DevCluster fleet/heron",
    ],
  ],
  ["nothing is nothing", leftBehind(NOTHING, { read: { loadBalancers: none, volumes: none } }, NOTHING), []],
])("%s", (_, left, lines) => {
  expect(plain(leftLines(left))).toEqual(lines);
});

test("a list of many, or of long names, stays bounded", () => {
  const left = leftBehind(many, inside, { read: [going("X", "x", ["f/".repeat(5_000)])] });
  expect(left.groups[0]).toMatchObject({ count: 500, items: { length: 12 } });
  expect(leftLines(left).map(({ length }) => length <= 1_000)).toEqual([true, true, true, true]);
});
