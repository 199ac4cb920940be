import { expect, test } from "vitest";
import { jobOf } from "../job/testing.ts";
import type { Node, Pod } from "../kubernetes.ts";
import { demoRows, demoTable } from "./status.ts";

const key = (name: string) => `carbon-aware.io/${name}`;
const pod = (job: string, nodeName?: string): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: `${job}-x`, labels: { "job-name": job } },
  spec: { containers: [], nodeName },
});
const node: Node = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "n1", labels: { "karpenter.sh/nodepool": "green-batch" } },
};

test("one line a Job, in order of their names, whatever is not known as a dash", () => {
  const held = jobOf({
    name: "strict",
    annotations: {
      [key("state")]: "held",
      [key("reason")]: "AboveLimit",
      [key("release-at")]: "2026-01-05T18:00:00Z",
      [key("latest-start")]: "2026-01-05T18:00:00Z",
    },
    spec: { suspend: true },
  });
  const jobs = [
    held,
    jobOf({ name: "plain", annotations: { [key("enabled")]: "false" } }),
    jobOf({ name: "own", spec: { suspend: true } }),
    jobOf({ name: "done", status: { conditions: [{ type: "Complete", status: "True" }] } }),
    jobOf({ name: "queued" }),
  ];
  const pods = [pod("plain", "n1"), pod("done", "gone"), pod("queued")];
  expect(demoTable(demoRows(jobs, pods, [node])).split("\n")).toEqual([
    "JOB     STATE         REASON            RELEASE AT            LATEST START          NODE POOL",
    "done    complete      -                 -                     -                     -",
    "own     suspended     -                 -                     -                     -",
    "plain   running       not carbon-aware  -                     -                     green-batch",
    "queued  needs a node  -                 -                     -                     -",
    "strict  held          AboveLimit        2026-01-05T18:00:00Z  2026-01-05T18:00:00Z  -",
  ]);
});
