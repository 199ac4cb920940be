import { expect, test } from "vitest";
import type { AgentInstallation, PlannedObject } from "#server/domain/agent/view.ts";
import { agentAside, agentSentence, outcomeSentence, planSentence } from "./agent.prepare.ts";

/** A number and its noun stay on one line by a space that does not break. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const installed = (changes: Partial<AgentInstallation> = {}): AgentInstallation => ({
  owner: "console",
  image: "karbonetes/agent:1",
  dryRun: false,
  replicas: 2,
  readyReplicas: 2,
  ...changes,
});

test.each<[string, AgentInstallation | null, string, RegExp]>([
  ["none", null, "not installed", /^It has no agent, so every Job starts when it is submitted\./],
  ["running", installed(), "running", /^2 of 2 replicas ready, from karbonetes\/agent:1\.$/],
  ["starting", installed({ readyReplicas: 0 }), "not ready", /^None of its 2 replicas is ready yet, from/],
  ["a dry run", installed({ dryRun: true }), "dry run", /touches no Job\.$/],
  ["Helm's", installed({ owner: "helm" }), "running", /Upgrade it and remove it with Helm\.$/],
])("an agent: %s", (_, agent, aside, sentence) => {
  expect(agentAside(agent)).toBe(aside);
  expect(plain(agentSentence(agent))).toMatch(sentence);
});

const planned = (...changes: PlannedObject["change"][]): PlannedObject[] =>
  changes.map((change) => ({ kind: "Service", name: "a", change, fields: [] }));

test.each([
  [planned("create", "create"), "2 objects would be created. Nothing is written yet."],
  [planned("none", "change"), "1 object would change. Nothing is written yet."],
  [planned("create", "change"), "1 object would be created, 1 object would change. Nothing is written yet."],
  [planned("none"), "Nothing would change: all of it is there as it should be."],
])("a plan, case %#", (objects, sentence) => {
  expect(plain(planSentence(objects))).toBe(sentence);
});

test("what was refused is counted", () => {
  const taken = { kind: "Service", name: "a", outcome: "created" } as const;
  expect(outcomeSentence([taken])).toBe("The cluster took all of it.");
  const refused = { ...taken, outcome: "refused", why: "forbidden" } as const;
  expect(plain(outcomeSentence([taken, refused]))).toBe("The cluster refused 1 object; the rest was taken.");
});
