import { expect, test } from "vitest";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { filterFleet, firstOfGroups, groupChoices, groupFleet, skewOf } from "./fleet-groups.prepare.ts";

const cluster = (name: string, change: Partial<ClusterSummary> = {}): ClusterSummary => ({
  id: name,
  name,
  provider: "imported",
  simulated: false,
  zone: "DE",
  zoneName: "Germany",
  state: "ready",
  word: "Ready",
  nodesReady: 3,
  nodesWanted: 3,
  policies: [],
  carbonPaused: false,
  carbonDryRun: false,
  reconcilePaused: false,
  locked: false,
  waitingJobs: 0,
  kubernetesVersion: "v1.36.4",
  labels: {},
  createdAt: new Date(0),
  ...change,
});
const fleet = [
  cluster("ml-1", { labels: { team: "ml", env: "prod" }, waitingJobs: 7, policies: ["nightly"] }),
  cluster("ml-2", {
    labels: { team: "ml", env: "test" },
    kubernetesVersion: "v1.34.1",
    state: "unreachable",
  }),
  cluster("web", { labels: { team: "web" }, zone: "FR", zoneName: "France", kubernetesVersion: null }),
  cluster("lab", { provider: "sandbox", waitingJobs: null }),
];
const names = (clusters: readonly ClusterSummary[]) => clusters.map(({ name }) => name);

test.each<[string, string[]]>([
  ["", ["ml-1", "ml-2", "web", "lab"]],
  ["ml", ["ml-1", "ml-2"]],
  ["team=ml", ["ml-1", "ml-2"]],
  ["team=ml env=prod", ["ml-1"]],
  ["team=m", []],
  ["fran", ["web"]],
  ["1.34", ["ml-2"]],
  ["NIGHTLY", ["ml-1"]],
  ["heron", []],
])("words %j", (text, found) => expect(names(filterFleet(fleet, { show: "all", text }))).toEqual(found));

test("what needs a look, and where Jobs wait", () => {
  expect(names(filterFleet(fleet, { show: "needs-look", text: "" }))).toEqual(["ml-2"]);
  const away = fleet.map((each) => (each.name === "web" ? { ...each, managementAway: true } : each));
  expect(names(filterFleet(away, { show: "needs-look", text: "" }))).toEqual(["ml-2", "web"]);
  expect(names(filterFleet(fleet, { show: "waiting", text: "" }))).toEqual(["ml-1"]);
});

const grouped = (by: string) =>
  groupFleet(fleet, by).map(({ title, clusters }) => `${title}: ${names(clusters).join(" ")}`);
test.each([
  ["", [": ml-1 ml-2 web lab"]],
  ["label:team", ["ml: ml-1 ml-2", "web: web", "Without team: lab"]],
  ["version", ["v1.34: ml-2", "v1.36: ml-1 lab", "Not known: web"]],
  ["state", ["Ready: ml-1 web lab", "Unreachable: ml-2"]],
  ["zone", ["DE, Germany: ml-1 ml-2 lab", "FR, France: web"]],
])("grouped by %j", (by, groups) => expect(grouped(by)).toEqual(groups));

test("labels that some cluster has can be grouped by", () =>
  expect(groupChoices(fleet).map(({ value }) => value)).toEqual([
    "state",
    "provider",
    "zone",
    "version",
    "label:env",
    "label:team",
  ]));

test("minors behind the newest; a version that is not known is not behind", () =>
  expect([...skewOf(fleet).values()]).toEqual([0, 2, 0, 0]));

test("the first few of all groups together", () =>
  expect(firstOfGroups(groupFleet(fleet, "label:team"), 3).map(({ clusters }) => names(clusters))).toEqual([
    ["ml-1", "ml-2"],
    ["web"],
  ]));
