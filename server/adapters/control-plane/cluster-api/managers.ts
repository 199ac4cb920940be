import type { EngineFile } from "../engines.ts";

interface Manager {
  /** Of its log, and before its webhooks' names: all four manifests use the same two. */
  name: string;
  program: EngineFile;
  /** Its kinds and webhooks. */
  manifests: EngineFile;
  gates: string;
  flags?: readonly string[];
  /** Whether its kinds say which contracts they keep; without that label Cluster API does not find them. */
  keepsContract: boolean;
  env: Readonly<Record<string, string>>;
}

const UNLIMITED = "ReconcilerRateLimiting=false"; // else each object is looked at once a second, and nobody else waits here
const GATES = `ClusterTopology=true,MachinePool=true,${UNLIMITED}`;

/** Cluster API's programs: the core first, then the kubeadm providers and the provider that has its machines in memory. */
export const MANAGERS = [
  {
    name: "capi",
    program: "capi-core",
    manifests: "capi-core.yaml",
    gates: GATES,
    flags: ["--additional-sync-machine-labels=^carbon-aware\\.io/"], // a pool's role reaches its nodes, and with it the Jobs
    keepsContract: false,
    env: {},
  },
  {
    name: "capi-kubeadm-bootstrap",
    program: "capi-bootstrap",
    manifests: "capi-bootstrap.yaml",
    gates: `MachinePool=true,${UNLIMITED}`,
    keepsContract: true,
    env: {},
  },
  {
    name: "capi-kubeadm-control-plane",
    program: "capi-kcp",
    manifests: "capi-kcp.yaml",
    gates: GATES,
    keepsContract: true,
    env: {},
  },
  {
    name: "capd",
    program: "capd",
    manifests: "capd.yaml",
    gates: GATES,
    keepsContract: true,
    env: { POD_IP: "127.0.0.1" }, // where the API servers of its clusters are reached
  },
] as const satisfies readonly Manager[];

export type ManagerName = (typeof MANAGERS)[number]["name"];

/** Loopback ports of one manager. */
export interface ManagerPorts {
  webhooks: number;
  health: number;
  diagnostics: number;
}

export const managerArgs = (
  { gates, flags = [] }: Pick<Manager, "gates" | "flags">,
  dir: string,
  ports: ManagerPorts,
): string[] => [
  `--feature-gates=${gates}`,
  ...flags,
  `--webhook-port=${ports.webhooks}`,
  `--webhook-cert-dir=${dir}`,
  `--health-addr=127.0.0.1:${ports.health}`,
  `--diagnostics-address=127.0.0.1:${ports.diagnostics}`,
  "--insecure-diagnostics",
];
