import { expect, test } from "vitest";
import type { LogLine } from "#server/domain/resource/view.ts";
import {
  byName,
  columnsOf,
  headline,
  moreLabel,
  nothingSentence,
  pluralOf,
  searchSentence,
  summaryOf,
} from "./list.prepare.ts";
import { logSentence, nextLog, NO_LOG, podsOf, waitingSentence } from "./log.prepare.ts";
import { leadOf, takenFrom } from "./object.prepare.ts";
import { hrefOf, placeOf } from "./place.prepare.ts";
import { readSaved, withSaved } from "./saved.prepare.ts";
import { faultsIn } from "./yaml-faults.prepare.ts";

const column = (name: string, priority = 0) => ({ name, number: false, priority });
const row = (name: string, ...cells: string[]) => ({
  uid: name,
  name,
  namespace: null,
  deleting: false,
  cells,
});
const columns = [column("Last Seen"), column("Name"), column("Ready"), column("Status"), column("Node", 1)];

test("an address leads to a list, a namespace's list, or an object, and back", () => {
  const pod = { kind: "pods", namespace: "default", name: "a b" };
  expect(hrefOf("lab", pod)).toBe("/clusters/lab/resources/pods/default/a%20b");
  expect(placeOf(["pods", "default", "a b"])).toEqual(pod);
  expect(hrefOf("lab", { kind: "nodes", name: "n1" })).toBe("/clusters/lab/resources/nodes/_/n1");
  expect(placeOf(["nodes", "_", "n1"])).toEqual({ kind: "nodes", namespace: null, name: "n1" });
  expect(hrefOf("lab", { kind: "pods" }, { labels: "a=b", text: "" })).toBe(
    "/clusters/lab/resources/pods?labels=a%3Db",
  );
  expect(placeOf([])).toEqual({ kind: "pods", namespace: null, name: null });
});

test("the name comes first; columns of little worth only where all are wanted", () => {
  expect(columnsOf(columns, false).map(({ name }) => name)).toEqual(["Name", "Last Seen", "Ready", "Status"]);
  expect(columnsOf(columns, true).map(({ at }) => at)).toEqual([1, 0, 2, 3, 4]);
});

test("a phone shows a row in one sentence, without what is not known", () => {
  const cells = ["<none>", "a", "1/1", "Running", "n1"];
  expect(summaryOf(columnsOf(columns, false), { cells })).toBe("Ready 1/1, Running");
});

test("rows are found by name and by what they say", () => {
  const rows = [row("web-1", "Running"), row("db", "Failed mount")];
  expect(byName(rows, "WEB").map(({ name }) => name)).toEqual(["web-1"]);
  expect(byName(rows, "mount").map(({ name }) => name)).toEqual(["db"]);
  expect(byName(rows, " ")).toHaveLength(2);
});

const all = { namespace: null, filtered: false };
test.each([
  [all, { shown: 1, loaded: 1, remaining: null, more: false }, "lab has 1\u00a0Pod."],
  [all, { shown: 100, loaded: 100, remaining: 50, more: true }, "lab has 150\u00a0Pods."],
  [all, { shown: 100, loaded: 100, remaining: null, more: true }, "lab has more than 100 Pods."],
  [
    { ...all, namespace: "web" },
    { shown: 0, loaded: 0, remaining: null, more: false },
    "lab has no Pods in web.",
  ],
  [
    { ...all, filtered: true },
    { shown: 2, loaded: 100, remaining: null, more: true },
    "2 Pods of lab are like that, of the 100 read so far.",
  ],
])("the headline counts what is known: %j %j", (where, counts, sentence) => {
  expect(headline("lab", { kind: "Pod" }, where, counts)).toBe(sentence);
});

test.each([
  [{ shown: 0, loaded: 1_500, remaining: 8_500, more: true }, "Searching: 1,500 of 10,000 read, none found."],
  [{ shown: 3, loaded: 600, remaining: null, more: true }, "Searching: 600 read so far, 3 found."],
])("a search says how far it is: %j", (counts, sentence) => {
  expect(searchSentence(counts)).toBe(sentence);
});

test("that there is none is said only at the end", () => {
  const counts = { shown: 0, loaded: 1_500, remaining: null };
  expect(nothingSentence({ ...counts, more: true })).toBe("Not among the 1,500 read so far.");
  expect(nothingSentence({ ...counts, more: false })).toBe("Nothing here is like that.");
});

const [list, search] = [false, true].map((bySearch) => ({ drawn: 100, bySearch })) as [Drawn, Drawn];
type Drawn = Parameters<typeof moreLabel>[1];
test.each<[Parameters<typeof moreLabel>[0], Drawn, string]>([
  [{ shown: 100, loaded: 100, remaining: 30, more: true }, list, "Show more, 30 are left"],
  [{ shown: 1_600, loaded: 1_600, remaining: null, more: false }, list, "Show more, 1,500 are left"],
  [{ shown: 600, loaded: 600, remaining: null, more: true }, list, "Show more, 500 or more are left"],
  [{ shown: 100, loaded: 100, remaining: null, more: true }, list, "Show more"],
  [{ shown: 140, loaded: 600, remaining: 400, more: true }, search, "Show more, 40 or more are left"],
  [{ shown: 100, loaded: 600, remaining: 400, more: true }, search, "Look on, 400 are not read yet"],
])("more of %j: %j", (counts, drawn, label) => {
  expect(moreLabel(counts, drawn)).toBe(label);
});

test.each([
  ["Pod", "Pods"],
  ["Ingress", "Ingresses"],
  ["NetworkPolicy", "NetworkPolicies"],
  ["Endpoints", "Endpoints"],
  ["Gateway", "Gateways"],
])("%s in number: %s", (kind, many) => expect(pluralOf(kind)).toBe(many));

const filter = { name: "mine", kind: "pods", namespace: null, labels: "a=b", text: "", fields: "" };
test.each([
  ["nothing", null, []],
  ["no JSON", "{", []],
  ["another's", '[{"name":1}, 7]', []],
  ["ours among others", JSON.stringify([filter, { name: "x" }]), [filter]],
])("kept filters: %s", (_, text, expected) => expect(readSaved(text)).toEqual(expected));

test("a filter saved anew takes the place of the one of its name", () => {
  const next = { ...filter, labels: "c=d" };
  expect(withSaved([filter, { ...filter, name: "a" }], next)).toEqual([{ ...filter, name: "a" }, next]);
});

test("what an object is, in one sentence", () => {
  const kind = { kind: "Ingress" } as Parameters<typeof leadOf>[0]["kind"];
  const plain = { kind, namespace: "web", deletingSince: null, finalizers: [], owners: [] };
  expect(leadOf(plain)).toBe("An Ingress in web.");
  const owner = { kind: "Job", name: "j", kindId: null, namespace: null };
  expect(leadOf({ ...plain, owners: [owner] })).toBe("An Ingress in web, made by Job j.");
  expect(leadOf({ ...plain, deletingSince: new Date(0), finalizers: ["a/b"] })).toBe(
    "An Ingress in web. It is being deleted; it waits for a/b.",
  );
});

test("an edit takes fields from their owners, ours and the API server's aside", () => {
  const change = { path: "a", from: null, to: "1" };
  const changes = [
    { ...change, typed: true, owners: ["helm", "karbonetes-console"] },
    { ...change, typed: false, owners: ["kubelet"] },
  ];
  expect(takenFrom(changes, "karbonetes-console")).toEqual(["helm"]);
});

const line = (pod: string, at: string): LogLine => ({ pod, container: "c", at, text: at });
const lines = (more: LogLine[]) => ({ kind: "lines" as const, lines: more, leftOut: 0 });

test("lines of many pods stand in the order of time, and old ones go", () => {
  const state = nextLog(nextLog(NO_LOG, lines([line("a", "3"), line("a", "5")])), lines([line("b", "4")]));
  expect(state.lines.map(({ at }) => at)).toEqual(["3", "4", "5"]);
  const many = nextLog(state, lines(Array.from({ length: 3_000 }, (_, n) => line("a", `9${n + 1_000}`))));
  expect(many.lines).toHaveLength(3_000);
  expect(many.linesLeftOut).toBe(3);
});

test("a log says of how many pods it is, and what is not in it", () => {
  const sources = [
    { pod: "a", container: "x", waiting: null },
    { pod: "a", container: "y", waiting: null },
  ];
  const state = nextLog(NO_LOG, { kind: "sources", sources, leftOut: 1 });
  expect(podsOf(state)).toEqual(["a"]);
  expect(logSentence({ ...state, linesLeftOut: 2 }, 7, true)).toBe(
    "7\u00a0lines of 1\u00a0pod, and what comes. 2\u00a0older lines left out. 1\u00a0container too many are not read.",
  );
  expect(nextLog(state, { kind: "ended", pod: "a", container: "x", why: null })).toBe(state);
});

const source = (pod: string, waiting: string | null) => ({ pod, container: "main", waiting });

test("what has not started is named, the first three at most", () => {
  expect(waitingSentence({ sources: [source("a", null)] })).toBeNull();
  expect(waitingSentence({ sources: [source("a", null), source("b", "ContainerCreating")] })).toBe(
    "b/main has not started yet: ContainerCreating.",
  );
  const many = ["a", "b", "c", "d", "e"].map((pod) => source(pod, "PodInitializing"));
  expect(waitingSentence({ sources: many })).toMatch(/c\/main has .* 2 more have not started yet\.$/);
});

test("a fault in YAML has its place; a text without faults has none", () => {
  expect(faultsIn("a: 1\n")).toEqual([]);
  const [fault] = faultsIn("a: [1\nb: 2\n");
  expect(fault?.from).toBeGreaterThan(3);
  expect(fault?.message.length).toBeGreaterThan(5);
});
