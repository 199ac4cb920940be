/** Loopback ports by what listens there. */
export const PORT_NAMES = [
  "etcd",
  "peer",
  "api",
  "controllers",
  "scheduler",
  "kwok",
  "karpenter",
  "karpenterMetrics",
] as const;
export type Ports = Record<(typeof PORT_NAMES)[number], number>;

/** What an engine is told: the folder with all of the cluster's state, and the ports. */
export interface Place {
  dir: string;
  ports: Ports;
  /** Whether what etcd has acknowledged outlives a failure of the machine; tests need not wait for the disk. */
  durable: boolean;
  /** What the API server is told besides. */
  apiServerFlags?: readonly string[];
}

export function etcdArgs({ dir, ports: { etcd, peer }, durable }: Place): string[] {
  const [client, peers] = [`http://127.0.0.1:${etcd}`, `http://127.0.0.1:${peer}`];
  return [
    `--data-dir=${dir}/etcd`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
    ...(durable ? [] : ["--unsafe-no-fsync"]),
  ];
}

export const apiServerArgs = ({ dir, ports: { etcd, api }, apiServerFlags = [] }: Place): string[] => [
  `--etcd-servers=http://127.0.0.1:${etcd}`,
  "--bind-address=127.0.0.1",
  `--secure-port=${api}`,
  `--cert-dir=${dir}`,
  `--tls-cert-file=${dir}/serving.crt`,
  `--tls-private-key-file=${dir}/serving.key`,
  `--client-ca-file=${dir}/ca.crt`,
  "--service-account-issuer=https://kubernetes.default.svc", // tokens stay good when the port moves
  `--service-account-jwks-uri=https://127.0.0.1:${api}/openid/v1/jwks`,
  `--service-account-key-file=${dir}/sa.pub`,
  `--service-account-signing-key-file=${dir}/sa.key`,
  "--service-cluster-ip-range=10.0.0.0/16",
  "--authorization-mode=RBAC",
  "--allow-privileged=true",
  "--endpoint-reconciler-type=none",
  `--requestheader-client-ca-file=${dir}/proxy-ca.crt`,
  "--requestheader-allowed-names=front-proxy-client",
  `--proxy-client-cert-file=${dir}/proxy.crt`,
  `--proxy-client-key-file=${dir}/proxy.key`,
  "--requestheader-username-headers=X-Remote-User",
  "--requestheader-group-headers=X-Remote-Group",
  "--requestheader-extra-headers-prefix=X-Remote-Extra-",
  ...apiServerFlags,
];

/** The default of 20 requests a second finishes half a Job a second. */
const asOwner = (dir: string): string[] => [
  `--kubeconfig=${dir}/kubeconfig`,
  "--leader-elect=false",
  "--bind-address=127.0.0.1",
  "--kube-api-qps=500",
  "--kube-api-burst=1000",
];

export const controllerManagerArgs = ({ dir, ports: { controllers } }: Place): string[] => [
  ...asOwner(dir),
  `--secure-port=${controllers}`,
  `--cert-dir=${dir}/controller-manager`,
  `--root-ca-file=${dir}/ca.crt`,
  `--service-account-private-key-file=${dir}/sa.key`,
  "--use-service-account-credentials=false",
];

export const schedulerArgs = ({ dir, ports: { scheduler } }: Place): string[] => [
  ...asOwner(dir),
  `--secure-port=${scheduler}`,
  `--cert-dir=${dir}/scheduler`,
];

export const kwokArgs = ({ dir, ports: { kwok } }: Place): string[] => [
  `--kubeconfig=${dir}/kubeconfig`,
  "-c",
  `${dir}/stages.yaml`,
  "--manage-all-nodes=false",
  "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
  "--node-lease-duration-seconds=40",
  `--server-address=127.0.0.1:${kwok}`,
];

/** It takes its orders by the environment alone and refuses the flag --kubeconfig. */
export const karpenterEnv = ({
  dir,
  ports: { karpenter, karpenterMetrics },
}: Place): Record<string, string> => ({
  KUBECONFIG: `${dir}/kubeconfig`,
  DISABLE_LEADER_ELECTION: "true",
  HEALTH_PROBE_PORT: String(karpenter),
  METRICS_PORT: String(karpenterMetrics),
  INSTANCE_TYPES_FILE_PATH: `${dir}/instance-types.json`,
  PREFERENCE_POLICY: "Respect", // a Job that prefers the green pool makes a green node
});
