export const KUBERNETES_VERSION = "v1.36.4";

/** What a control plane is made of: programs, and the Stages without which kwok does nothing. */
export const ENGINE_FILES = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "kwok-stages.yaml",
] as const;
export type EngineFile = (typeof ENGINE_FILES)[number];

/** Absolute path of each file. */
export type Engines = Record<EngineFile, string>;

interface EngineModule {
  /** Folder under modules/ with a pinned go.mod and go.sum; one each, as they pin different Kubernetes libraries. */
  folder: string;
  programs: { file: EngineFile; main: string }[];
  ldflags: string;
}

// Without these the server calls itself v0.0.0-master, and some clients refuse it.
const KUBERNETES_LDFLAGS = [
  `-X k8s.io/component-base/version.gitVersion=${KUBERNETES_VERSION}`,
  "-X k8s.io/component-base/version.gitMajor=1",
  "-X k8s.io/component-base/version.gitMinor=36",
  `-X k8s.io/client-go/pkg/version.gitVersion=${KUBERNETES_VERSION}`,
].join(" ");

export const ENGINE_MODULES: readonly EngineModule[] = [
  { folder: "etcd", programs: [{ file: "etcd", main: "go.etcd.io/etcd/server/v3" }], ldflags: "" },
  {
    folder: "kubernetes",
    programs: (["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const).map((file) => ({
      file,
      main: `k8s.io/kubernetes/cmd/${file}`,
    })),
    ldflags: KUBERNETES_LDFLAGS,
  },
  { folder: "kwok", programs: [{ file: "kwok", main: "sigs.k8s.io/kwok/cmd/kwok" }], ldflags: "" },
];

/** Parts of the kwok module that become kwok-stages.yaml. */
export const KWOK_STAGES = [
  "node/fast/node-initialize",
  "node/heartbeat-with-lease/node-heartbeat-with-lease",
  "pod/general/pod-create",
  "pod/general/pod-init-container-running",
  "pod/general/pod-init-container-completed",
  "pod/general/pod-ready",
  "pod/general/pod-complete",
  "pod/general/pod-delete",
];
