import { expect, test } from "vitest";
import { whyAnotherCluster, type ClusterMark } from "./same-cluster.ts";

const A = "https://10.0.0.1:6443";
const B = "https://10.0.0.2:6443";
const mark = (uid: string | null, server: string | null): ClusterMark => ({ uid, server });

test.each([
  ["the same uid at the same address", mark("u1", A), mark("u1", A), null],
  ["the same uid at another address", mark("u1", A), mark("u1", B), null],
  [
    "another uid at the same address",
    mark("u1", A),
    mark("u2", A),
    `${A} is another cluster than prod: the uid of its kube-system namespace is u2, that of prod is u1. Import it under a name of its own.`,
  ],
  ["no uid known yet, the same address", mark(null, A), mark("u1", A), null],
  ["its uid may not be read, the same address", mark("u1", A), mark(null, A), null],
  ["nothing known at all", mark(null, null), mark("u1", B), null],
  [
    "no uid known yet, another address",
    mark(null, A),
    mark("u1", B),
    `Whether ${B} is the same cluster as prod cannot be told: the uid of a kube-system namespace could not be read. Give a kubeconfig that leads to ${A}, or one that may get that namespace.`,
  ],
  ["its uid may not be read, another address", mark("u1", A), mark(null, B), expect.stringMatching(/cannot/)],
])("%s", (_, known, next, sentence) => {
  expect(whyAnotherCluster("prod", known, next)).toEqual(sentence);
});

test("what is connected, not imported, is told to be connected", () => {
  const why = whyAnotherCluster("home", mark("u1", A), mark("u2", A), "Connect");
  expect(why).toMatch(/that of home is u1\. Connect it under a name of its own\.$/);
});
