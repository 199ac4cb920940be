import { expect, test } from "vitest";
import { isUsable, managementChecks } from "./checks.ts";
import type { ManagementFacts } from "./management.ts";

const FACTS: ManagementFacts = {
  server: "https://10.0.0.1:6443",
  kubernetesVersion: "v1.36.4",
  username: "system:serviceaccount:karbonetes:console",
  versions: {
    core: ["v1beta2", "v1beta1"],
    bootstrap: ["v1beta2"],
    controlPlane: ["v1beta2"],
    infrastructure: ["v1beta2"],
  },
  infrastructures: ["DevCluster"],
  topology: true,
  classes: [
    { name: "quick", namespace: "fleet", versions: [], workerClasses: ["w"], variables: [], problem: null },
  ],
  forbidden: [],
};
const broken = { ...FACTS.classes[0], name: "old", namespace: "fleet", problem: "its template is gone." };

test("all there: every check holds, and none needs a command", () => {
  const checks = managementChecks(FACTS);
  expect(checks.map(({ name, ok, command }) => [name, ok, command])).toEqual([
    ["api", true, null],
    ["cluster-api", true, null],
    ["providers", true, null],
    ["topology", true, null],
    ["classes", true, null],
    ["permissions", true, null],
  ]);
  expect(isUsable(checks)).toBe(true);
});

test.each([
  [
    "Cluster API is not there: what follows from it is not asked",
    { versions: { core: [], bootstrap: [], controlPlane: [], infrastructure: [] } },
    "cluster-api",
    "Cluster API is not installed there. Name your infrastructure in place of docker.",
    "CLUSTER_TOPOLOGY=true clusterctl init --infrastructure docker",
  ],
  [
    "an old Cluster API",
    { versions: { ...FACTS.versions, core: ["v1beta1"] } },
    "cluster-api",
    "It serves v1beta1 of cluster.x-k8s.io, which is older than v1beta2.",
    "clusterctl upgrade apply --contract v1beta2",
  ],
  [
    "two providers are missing, in one command",
    { versions: { ...FACTS.versions, bootstrap: [], controlPlane: [] } },
    "providers",
    "There is no bootstrap and no control-plane provider.",
    "CLUSTER_TOPOLOGY=true clusterctl init --bootstrap kubeadm --control-plane kubeadm",
  ],
  [
    "without the feature",
    { topology: false },
    "topology",
    "Its managers were started without the feature ClusterTopology, so no cluster can be made of a class.",
    expect.stringContaining("ClusterTopology=true"),
  ],
  [
    "no class, and ours would do",
    { classes: [] },
    "classes",
    "There is no ClusterClass. Install the one for machines in memory below, or bring your own.",
    expect.stringContaining("clusterctl generate cluster"),
  ],
  [
    "no class, and ours would not do",
    { classes: [], infrastructures: ["AWSCluster"] },
    "classes",
    "There is no ClusterClass. Each infrastructure has one among its templates; name yours and its flavor.",
    expect.stringContaining("--flavor"),
  ],
  [
    "the only class is broken",
    { classes: [broken] as ManagementFacts["classes"] },
    "classes",
    "No ClusterClass can be used. old: its template is gone.",
    "kubectl -n fleet describe clusterclass old",
  ],
  [
    "a service account lacks rights",
    {
      forbidden: [
        { verb: "patch", group: "cluster.x-k8s.io", resource: "clusters" },
        { verb: "get", group: "", resource: "secrets" },
      ],
    },
    "permissions",
    "The credentials may not patch clusters, get secrets.",
    [
      "kubectl create clusterrole karbonetes-clusters --verb=patch --resource=clusters.cluster.x-k8s.io",
      "kubectl create clusterrolebinding karbonetes-clusters --clusterrole=karbonetes-clusters --serviceaccount=karbonetes:console",
      "kubectl create clusterrole karbonetes-secrets --verb=get --resource=secrets",
      "kubectl create clusterrolebinding karbonetes-secrets --clusterrole=karbonetes-secrets --serviceaccount=karbonetes:console",
    ].join(" && "),
  ],
  [
    "a user lacks rights",
    { username: "ada", forbidden: [{ verb: "get", group: "", resource: "secrets" }] },
    "permissions",
    "The credentials may not get secrets.",
    expect.stringMatching(/--user=ada$/),
  ],
])("%s", (_, change: Partial<ManagementFacts>, name, sentence, command) => {
  const checks = managementChecks({ ...FACTS, ...change });
  expect(isUsable(checks)).toBe(false);
  expect(checks.filter((check) => !check.ok)).toEqual([
    expect.objectContaining({ name, sentence, command }) as unknown,
  ]);
});
