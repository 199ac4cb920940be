export const KUBERNETES_VERSION = "v1.36.4";

/** What a control plane is made of: programs, and the Stages without which kwok does nothing. */
export const CONTROL_PLANE_FILES = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "kwok-stages.yaml",
] as const;
/** What a cluster of the provider `local` takes: Karpenter makes its nodes, and needs its own kinds. */
export const LOCAL_FILES = [...CONTROL_PLANE_FILES, "karpenter-kwok", "karpenter-crds.yaml"] as const;
/** Everything that we build; kubectl is for the tests and for people. */
export const ENGINE_FILES = [...LOCAL_FILES, "kubectl"] as const;
/** A management cluster with the in-memory provider: the managers, each with its kinds and webhooks. For the tests alone. */
export const CLUSTER_API_FILES = [
  "capi-core",
  "capi-core.yaml",
  "capi-bootstrap",
  "capi-bootstrap.yaml",
  "capi-kcp",
  "capi-kcp.yaml",
  "capd",
  "capd.yaml",
] as const;
/** What checks charts and workflows: for the tests alone. */
export const TOOL_FILES = ["helm", "actionlint"] as const;
export type EngineFile =
  | (typeof ENGINE_FILES)[number]
  | (typeof CLUSTER_API_FILES)[number]
  | (typeof TOOL_FILES)[number];

/** Absolute path of each file. */
export type Engines<File extends EngineFile = EngineFile> = Record<File, string>;
export type ControlPlaneEngines = Engines<(typeof CONTROL_PLANE_FILES)[number]>;
export type ClusterApiEngines = Engines<(typeof CLUSTER_API_FILES)[number]>;
export type LocalEngines = Engines<(typeof LOCAL_FILES)[number]>;

/** What brings them where they are missing. */
export const ENGINES_COMMAND = "npm run engines";

export interface EngineText {
  file: EngineFile;
  module: string;
  /** Paths in the module; one that ends with "/" is a folder, of which every YAML file is taken. */
  parts: string[];
}
interface EngineModule {
  /** Folder under modules/ with a pinned go.mod and go.sum; one each, as they pin different Kubernetes libraries. */
  folder: string;
  programs: { file: EngineFile; main: string }[];
  ldflags: string;
  /** Texts of the module that an engine needs, gathered in one file beside it, so that a prebuilt folder works without Go. */
  texts: EngineText[];
}

// Without these the server calls itself v0.0.0-master, and some clients refuse it.
const KUBERNETES_LDFLAGS = [
  `-X k8s.io/component-base/version.gitVersion=${KUBERNETES_VERSION}`,
  "-X k8s.io/component-base/version.gitMajor=1",
  "-X k8s.io/component-base/version.gitMinor=36",
  `-X k8s.io/client-go/pkg/version.gitVersion=${KUBERNETES_VERSION}`,
].join(" ");

// Without these helm renders for Kubernetes 1.20, which our charts refuse.
const HELM_LDFLAGS = ["pkg/lint/rules", "pkg/chartutil"]
  .flatMap((part) => [
    `-X helm.sh/helm/v3/${part}.k8sVersionMajor=1`,
    `-X helm.sh/helm/v3/${part}.k8sVersionMinor=36`,
  ])
  .join(" ");

/** A manager's kinds and its webhooks. */
function manifestsOf(file: EngineFile, module: string, folder: string): EngineText {
  return { file, module, parts: [`${folder}/config/crd/bases/`, `${folder}/config/webhook/manifests.yaml`] };
}

export const ENGINE_MODULES: readonly EngineModule[] = [
  { folder: "etcd", programs: [{ file: "etcd", main: "go.etcd.io/etcd/server/v3" }], ldflags: "", texts: [] },
  {
    folder: "kubernetes",
    programs: (["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"] as const).map(
      (file) => ({ file, main: `k8s.io/kubernetes/cmd/${file}` }),
    ),
    ldflags: KUBERNETES_LDFLAGS,
    texts: [],
  },
  {
    folder: "kwok",
    programs: [{ file: "kwok", main: "sigs.k8s.io/kwok/cmd/kwok" }],
    ldflags: "",
    texts: [
      {
        file: "kwok-stages.yaml",
        module: "sigs.k8s.io/kwok",
        parts: [
          "node/fast/node-initialize",
          "node/heartbeat-with-lease/node-heartbeat-with-lease",
          "pod/general/pod-create",
          "pod/general/pod-init-container-running",
          "pod/general/pod-init-container-completed",
          "pod/general/pod-ready",
          "pod/general/pod-complete",
          "pod/general/pod-delete",
        ].map((stage) => `kustomize/stage/${stage}.yaml`),
      },
    ],
  },
  {
    folder: "karpenter",
    programs: [{ file: "karpenter-kwok", main: "sigs.k8s.io/karpenter/kwok" }],
    ldflags: "",
    texts: [
      {
        file: "karpenter-crds.yaml",
        module: "sigs.k8s.io/karpenter",
        parts: [
          "pkg/apis/crds/karpenter.sh_nodepools.yaml",
          "pkg/apis/crds/karpenter.sh_nodeclaims.yaml",
          "pkg/apis/crds/karpenter.sh_nodeoverlays.yaml",
          "pkg/apis/crds/autoscaling.x-k8s.io_capacitybuffers.yaml",
          "kwok/apis/crds/karpenter.kwok.sh_kwoknodeclasses.yaml",
        ],
      },
    ],
  },
  {
    folder: "cluster-api",
    programs: [
      { file: "capi-core", main: "sigs.k8s.io/cluster-api/core" },
      { file: "capi-bootstrap", main: "sigs.k8s.io/cluster-api/bootstrap/kubeadm" },
      { file: "capi-kcp", main: "sigs.k8s.io/cluster-api/controlplane/kubeadm" },
      { file: "capd", main: "sigs.k8s.io/cluster-api/test/infrastructure/docker" },
    ],
    ldflags: "",
    texts: [
      manifestsOf("capi-core.yaml", "sigs.k8s.io/cluster-api", "core"),
      manifestsOf("capi-bootstrap.yaml", "sigs.k8s.io/cluster-api", "bootstrap/kubeadm"),
      manifestsOf("capi-kcp.yaml", "sigs.k8s.io/cluster-api", "controlplane/kubeadm"),
      manifestsOf("capd.yaml", "sigs.k8s.io/cluster-api/test", "infrastructure/docker"),
    ],
  },
  {
    folder: "chart-tools",
    programs: [
      { file: "helm", main: "helm.sh/helm/v3/cmd/helm" },
      { file: "actionlint", main: "github.com/rhysd/actionlint/cmd/actionlint" },
    ],
    ldflags: HELM_LDFLAGS,
    texts: [],
  },
];
