/** Loopback ports; a control plane takes six. */
export interface Ports {
  etcd: number;
  peer: number;
  api: number;
  controllers: number;
  scheduler: number;
  kwok: number;
}

export function etcdArgs(dir: string, { etcd, peer }: Ports): string[] {
  const [client, peers] = [`http://127.0.0.1:${etcd}`, `http://127.0.0.1:${peer}`];
  return [
    `--data-dir=${dir}/etcd`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
    "--unsafe-no-fsync",
  ];
}

export const apiServerArgs = (dir: string, { etcd, api }: Ports): string[] => [
  `--etcd-servers=http://127.0.0.1:${etcd}`,
  "--bind-address=127.0.0.1",
  `--secure-port=${api}`,
  `--cert-dir=${dir}`,
  `--tls-cert-file=${dir}/serving.crt`,
  `--tls-private-key-file=${dir}/serving.key`,
  `--client-ca-file=${dir}/ca.crt`,
  "--service-account-issuer=https://kubernetes.default.svc", // tokens stay good when the port moves
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
];

/** The default of 20 requests a second finishes half a Job a second. */
const asOwner = (dir: string): string[] => [
  `--kubeconfig=${dir}/kubeconfig`,
  "--leader-elect=false",
  "--bind-address=127.0.0.1",
  "--kube-api-qps=500",
  "--kube-api-burst=1000",
];

export const controllerManagerArgs = (dir: string, { controllers }: Ports): string[] => [
  ...asOwner(dir),
  `--secure-port=${controllers}`,
  `--cert-dir=${dir}/controller-manager`,
  `--root-ca-file=${dir}/ca.crt`,
  `--service-account-private-key-file=${dir}/sa.key`,
  "--use-service-account-credentials=false",
];

export const schedulerArgs = (dir: string, { scheduler }: Ports): string[] => [
  ...asOwner(dir),
  `--secure-port=${scheduler}`,
  `--cert-dir=${dir}/scheduler`,
];

export const kwokArgs = (dir: string, { kwok }: Ports): string[] => [
  `--kubeconfig=${dir}/kubeconfig`,
  "-c",
  `${dir}/stages.yaml`,
  "--manage-all-nodes=false",
  "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
  "--node-lease-duration-seconds=40",
  `--server-address=127.0.0.1:${kwok}`,
];
