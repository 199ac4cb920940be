import { expect, test } from "vitest";
import type { Node } from "#server/domain/kubernetes.ts";
import { oldestKubelet } from "./kube-look.ts";

const node = (kubeletVersion?: string, labels: Record<string, string> = {}): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "n", labels },
  status: { nodeInfo: { kubeletVersion } },
});

test.each([
  ["the oldest worker speaks", [node("v1.36.4"), node("v1.35.10"), node("v1.35.9")], "v1.35.9"],
  [
    "a control-plane node is no worker",
    [node("v1.34.1", { "node-role.kubernetes.io/control-plane": "" }), node("v1.36.4")],
    "v1.36.4",
  ],
  ["one that says nothing is passed over", [node(), node("")], undefined],
  ["no node", [], undefined],
])("%s", (_, nodes, version) => expect(oldestKubelet(nodes)).toBe(version));
