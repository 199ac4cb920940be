import { expect, test } from "vitest";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { fleetHeadline, fleetSentence, nodesText } from "./fleet.prepare.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const cluster = (change: Partial<ClusterSummary> = {}): ClusterSummary => ({
  id: "1",
  name: "lab",
  provider: "sandbox",
  simulated: true,
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

test.each([
  ["none", [], "No cluster yet."],
  ["one, ready", [cluster()], "1 cluster, and it is ready."],
  ["all ready", [cluster(), cluster()], "2 clusters, all ready."],
  ["some being made", [cluster(), cluster({ state: "reconciling" })], "1 of 2 clusters is ready."],
  ["the first is being made", [cluster({ state: "reconciling" })], "1 cluster, none ready yet."],
  ["one broken", [cluster(), cluster({ name: "x", state: "unreachable" })], "x does not answer."],
  [
    "two broken",
    [cluster({ state: "stuck" }), cluster({ state: "failing" })],
    "2 of 2 clusters need a look.",
  ],
])("headline: %s", (_, clusters, sentence) => expect(plain(fleetHeadline(clusters))).toBe(sentence));

test.each([
  ["nothing waits", [cluster()], "No Job waits."],
  ["some wait", [cluster({ waitingJobs: 7 })], "7 Jobs wait for a better hour."],
  [
    "one cluster is not known",
    [cluster({ waitingJobs: 1 }), cluster({ waitingJobs: null })],
    "1 Job waits for a better hour. Of 1 cluster that is not known.",
  ],
  ["none is known", [cluster({ waitingJobs: null })], "Whether a Job waits is not known."],
  [
    "the management cluster of one is away, which is no fault of that one",
    [cluster({ managementAway: true }), cluster()],
    "No Job waits. The management cluster of 1 cluster does not answer us; it goes on without it.",
  ],
  [
    "one is paused",
    [cluster({ carbonPaused: true })],
    "No Job waits. Carbon-awareness is paused on 1 cluster.",
  ],
])("sentence: %s", (_, clusters, sentence) => expect(plain(fleetSentence(clusters))).toBe(sentence));

test.each([
  ["all there", {}, "3 nodes"],
  ["some missing", { nodesReady: 1 }, "1 of 3 nodes"],
  ["one", { nodesReady: 1, nodesWanted: 1 }, "1 node"],
  ["more than wanted, on the way out", { nodesReady: 2, nodesWanted: 0 }, "2 nodes"],
  ["missing is never 0", { nodesReady: null }, "not known"],
])("nodes: %s", (_, change, text) => expect(plain(nodesText(cluster(change)))).toBe(text));
