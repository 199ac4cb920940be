import { describe, expect, test } from "vitest";
import type { AgentInstallation, AppliedObject } from "../../../agent/view.ts";
import { agentRefused, readAgent } from "./agent.ts";
import { readBootstrap, unreadBootstrap } from "./bootstrap.ts";
import { readDns } from "./dns.ts";
import type { BootstrapFacts, DnsFacts, NodeFact } from "./facts.ts";
import { lacksSentence } from "./lacks.ts";
import { lacksNetwork, networkPluginsAmong, readNetwork } from "./network.ts";
import { readPolicies, type CarriedPolicy } from "./policies.ts";
import type { BootstrapReading } from "./reading.ts";
import { readStorage } from "./storage.ts";

const GROUPS = ["apps", "batch", "admissionregistration.k8s.io", "apiextensions.k8s.io"];
const facts = (more: Partial<BootstrapFacts> = {}): BootstrapFacts => ({
  apiGroups: GROUPS,
  nodes: [],
  networkPlugins: [],
  dns: { service: null, readyEndpoints: 0, deployments: [], expectedAddress: undefined },
  storageClasses: [],
  agent: null,
  agentTrouble: undefined,
  ...more,
});
/** A number and its noun stay on one line by a space that does not break. */
const told = ({ status, reason, message, command }: BootstrapReading) =>
  [status, reason, message.replaceAll("\u00a0", " "), command ?? "-"] as const;
type Told = ReturnType<typeof told>;

const good: NodeFact = { name: "n1", ready: true, networkTrouble: undefined };
const bare: NodeFact = { name: "n2", ready: false, networkTrouble: "cni plugin not initialized" };
const cilium = { title: "Cilium", namespace: "kube-system", name: "cilium" };

describe("the network", () => {
  test.each<[string, Partial<BootstrapFacts>, Told]>([
    [
      "nobody may read its nodes: unknown",
      { nodes: undefined },
      ["Unknown", "NotRead", "The cluster did not let us read its nodes.", "-"],
    ],
    ["no node yet: unknown", {}, ["Unknown", "NoNodes", "It has no node yet to tell by.", "-"]],
    [
      "no plugin, a node waits: what brings one",
      { nodes: [good, bare] },
      [
        "False",
        "NoNetworkPlugin",
        "1 of 2 nodes lacks a network. No network plugin (CNI) is installed, and nodes wait for one. Cilium is a good first choice.",
        "cilium install",
      ],
    ],
    [
      "a plugin that does not come up: where to look, not how to install another",
      { nodes: [bare, bare], networkPlugins: [cilium] },
      [
        "False",
        "NetworkPluginNotReady",
        "Cilium is installed, yet 2 of 2 nodes lack a network. n2: cni plugin not initialized",
        "kubectl -n kube-system rollout status daemonset/cilium",
      ],
    ],
    [
      "Ready nodes have theirs, also by a plugin that nobody knows",
      { nodes: [good] },
      ["True", "NodesConnected", "No node lacks its network.", "-"],
    ],
    [
      "down for another cause: unknown, not missing",
      { nodes: [{ name: "n3", ready: false, networkTrouble: undefined }] },
      [
        "Unknown",
        "NodesNotReady",
        "No node is Ready, for another cause than its network, so that cannot be told.",
        "-",
      ],
    ],
  ])("%s", (_, more, expected) => {
    expect(told(readNetwork(facts(more)))).toEqual(expected);
  });

  test("what kubelet says without a plugin is known in any message", () => {
    expect(lacksNetwork("NetworkReady=false reason:NetworkPluginNotReady message:docker says no")).toBe(true);
    expect(lacksNetwork("Network plugin returns error: cni plugin not initialized")).toBe(true);
    expect(lacksNetwork("kubelet has insufficient memory available")).toBe(false);
  });

  test("plugins are known by their DaemonSets, and kube-proxy is none", () => {
    const among = ["kube-proxy", "calico-node", "kube-flannel-ds", "cilium-envoy"].map((name) => ({
      namespace: "kube-system",
      name,
    }));
    expect(networkPluginsAmong(among).map(({ title }) => title)).toEqual(["Calico", "flannel"]);
  });
});

const service = { namespace: "kube-system", name: "kube-dns", address: "10.96.0.10" };
const server = { namespace: "kube-system", name: "coredns", replicas: 2, readyReplicas: 0 };
const dns = (more: Partial<DnsFacts>): Partial<BootstrapFacts> => ({
  dns: { service, readyEndpoints: 0, deployments: [server], expectedAddress: undefined, ...more },
});

describe("DNS", () => {
  test.each<[string, Partial<BootstrapFacts>, BootstrapReading["status"], string, RegExp | "-"]>([
    ["not readable", { dns: undefined }, "Unknown", "NotRead", "-"],
    [
      "no Service: CoreDNS at the address that kubelet tells",
      dns({ service: null, expectedAddress: "10.128.0.10" }),
      "False",
      "NoDnsService",
      /^helm install coredns .*--set service\.clusterIP=10\.128\.0\.10$/,
    ],
    ["no Service, and no address known", dns({ service: null }), "False", "NoDnsService", /kube-system$/],
    ["nobody for it", dns({ deployments: [] }), "False", "NoDnsServer", /^kubeadm init phase addon coredns$/],
    ["nobody ready", dns({}), "False", "DnsNotReady", /describe pods/],
    ["somebody ready", dns({ readyEndpoints: 2 }), "True", "EndpointsReady", "-"],
  ])("%s", (_, more, status, reason, command) => {
    const reading = readDns(facts(more));
    expect(reading).toMatchObject({ status, reason });
    expect(reading.command ?? "-").toMatch(command);
  });
});

const storageClass = (name: string, isDefault: boolean) => ({
  name,
  provisioner: "disk.example.org",
  isDefault,
});
describe("storage", () => {
  test.each<[string, BootstrapFacts["storageClasses"], Told]>([
    [
      "not readable",
      undefined,
      ["Unknown", "NotRead", "The cluster did not let us read its StorageClasses.", "-"],
    ],
    [
      "one by default",
      [storageClass("fast", false), storageClass("slow", true)],
      ["True", "DefaultClass", "Volumes come from slow (disk.example.org).", "-"],
    ],
    [
      "two by default",
      [storageClass("new", true), storageClass("old", true)],
      [
        "True",
        "DefaultClass",
        "Volumes come from new (disk.example.org). 1 more call themselves default: the newest is taken.",
        "-",
      ],
    ],
    [
      "none by default",
      [storageClass("fast", false)],
      [
        "False",
        "NoDefaultClass",
        "None of its StorageClasses is the default (fast), so a claim must name one.",
        "kubectl annotate storageclass fast storageclass.kubernetes.io/is-default-class=true",
      ],
    ],
  ])("%s", (_, storageClasses, expected) => {
    expect(told(readStorage(facts({ storageClasses })))).toEqual(expected);
  });

  test("none at all", () => {
    expect(readStorage(facts())).toMatchObject({
      status: "False",
      reason: "NoStorageClass",
      command: expect.stringMatching(/^helm install longhorn /),
    });
  });
});

const installed = (more: Partial<AgentInstallation> = {}): AgentInstallation => ({
  owner: "console",
  image: "karbonetes/agent:1",
  dryRun: false,
  replicas: 2,
  readyReplicas: 0,
  ...more,
});
describe("the agent", () => {
  test.each<[string, Partial<BootstrapFacts>, BootstrapReading["status"], string, RegExp, boolean]>([
    [
      "machines in memory run no Jobs: it is left out",
      { apiGroups: ["apps"] },
      "False",
      "NoJobs",
      /^It is left out: its machines are in memory, and no Jobs can run there\.$/,
      false,
    ],
    [
      "an API without webhooks: it is left out",
      { apiGroups: ["apps", "batch", "apiextensions.k8s.io"] },
      "False",
      "NotServed",
      /does not serve admissionregistration\.k8s\.io, which it needs/,
      false,
    ],
    ["not readable", { agent: undefined }, "Unknown", "NotRead", /did not let us read/, false],
    ["none", {}, "False", "NotInstalled", /^It has none/, false],
    [
      "nobody ready yet: worth a wait",
      { agent: installed() },
      "False",
      "NoPodReady",
      /no Pod of it is ready/,
      true,
    ],
    [
      "nobody ready, and why: not worth a wait",
      { agent: installed(), agentTrouble: "a-1: ImagePullBackOff" },
      "False",
      "NoPodReady",
      /every Job starts at once\. a-1: ImagePullBackOff\.$/,
      false,
    ],
    [
      "one ready",
      { agent: installed({ readyReplicas: 1 }) },
      "True",
      "ReplicaReady",
      /^1 of 2.replicas ready/,
      false,
    ],
    [
      "Helm's, ready",
      { agent: installed({ readyReplicas: 2, owner: "helm" }) },
      "True",
      "ReplicaReady",
      /remove it with Helm\.$/,
      false,
    ],
  ])("%s", (_, more, status, reason, message, settling) => {
    const reading = readAgent(facts(more));
    expect(reading).toMatchObject({ status, reason });
    expect(reading.message).toMatch(message);
    expect(reading.settling ?? false).toBe(settling);
  });

  test("what the cluster refuses of it is told by its first object", () => {
    const taken: AppliedObject = { kind: "Service", name: "a", outcome: "created" };
    expect(agentRefused([taken])).toBeUndefined();
    const refused: AppliedObject = { kind: "ClusterRole", name: "b", outcome: "refused", why: "forbidden" };
    expect(agentRefused([taken, refused])?.message.replaceAll("\u00a0", " ")).toMatch(
      /^The cluster refused 1 object of 2\. ClusterRole b: forbidden\./,
    );
  });
});

const policy = (more: Partial<CarriedPolicy> = {}): CarriedPolicy => ({
  name: "night",
  synced: false,
  pending: true,
  message: "It is on its way.",
  ...more,
});
test.each<[string, CarriedPolicy[], string, string]>([
  ["none names it", [], "True", "NoneNamesIt"],
  ["all hold", [policy({ synced: true, pending: false })], "True", "Synced"],
  ["one is on its way", [policy(), policy({ synced: true, pending: false })], "False", "Pending"],
  ["one was refused", [policy({ pending: false, message: "Somebody changed it" })], "False", "NotSynced"],
])("policies: %s", (_, policies, status, reason) => {
  expect(readPolicies(policies)).toMatchObject({ status, reason });
});

test("machines in memory have nothing to look at: unknown, and no command", () => {
  expect(
    readBootstrap(facts({ apiGroups: [] })).map(({ type, status, reason, command }) => [
      type,
      status,
      reason,
      command,
    ]),
  ).toEqual([
    ["NetworkReady", "Unknown", "InMemory", undefined],
    ["DnsReady", "Unknown", "InMemory", undefined],
    ["StorageReady", "Unknown", "InMemory", undefined],
    ["AgentInstalled", "False", "NoJobs", undefined],
  ]);
});

test("a look that failed makes nothing missing", () => {
  expect(unreadBootstrap("It does not answer.").every(({ status }) => status === "Unknown")).toBe(true);
});

const condition = (type: string, status: "True" | "False" | "Unknown", reason = "Test") => ({
  type,
  status,
  reason,
  message: "",
  observedGeneration: 1,
  lastTransitionTime: new Date(0),
});
test.each([
  ["nothing is known", [], ""],
  ["all is there", [condition("DnsReady", "True")], ""],
  ["unknown is not missing", [condition("DnsReady", "Unknown")], ""],
  ["no Jobs, no agent to miss", [condition("AgentInstalled", "False", "NoJobs")], ""],
  ["one", [condition("DnsReady", "False")], "It lacks DNS: its conditions say what would bring it."],
  [
    "two",
    [condition("AgentInstalled", "False"), condition("StorageReady", "False")],
    "It lacks a default StorageClass and a running agent: its conditions say what would bring them.",
  ],
])("what a Ready cluster lacks: %s", (_, conditions, sentence) => {
  expect(lacksSentence({ conditions })).toBe(sentence);
});
