import { expect, test } from "vitest";
import { goingObjects } from "./going-objects.ts";
import { cluster, CLUSTER_PATH, MACHINES_PATH, managementWith, ours, own } from "./testing.ts";

const going = { namespace: "fleet", deletionTimestamp: "2026-11-25T20:00:00Z" };
const machines = [
  { metadata: { ...going, name: "heron-a" } },
  { metadata: { namespace: "fleet", name: "heron-b" } },
];

test.each([
  ["its Cluster was never asked to go", { [CLUSTER_PATH]: ours() }, [["Cluster", "heron", false]]],
  [
    "it goes, and a machine with it",
    { [CLUSTER_PATH]: ours(going), [MACHINES_PATH]: machines },
    [
      ["Cluster", "heron", true],
      ["Machine", "heron-a", true],
    ],
  ],
  ["its Cluster is gone, a machine goes", { [MACHINES_PATH]: machines }, [["Machine", "heron-a", true]]],
])("%s", async (_, there, expected) => {
  const found = await goingObjects(managementWith(there).access, cluster, own);
  expect(found.map(({ kind, name, asked }) => [kind, name, asked])).toEqual(expected);
});
