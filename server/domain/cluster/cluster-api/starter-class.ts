import type { KubeObject } from "../../kubernetes.ts";

const INFRASTRUCTURE = "infrastructure.cluster.x-k8s.io/v1beta2";
const BOOTSTRAP = "bootstrap.cluster.x-k8s.io/v1beta2";
const CONTROL_PLANE = "controlplane.cluster.x-k8s.io/v1beta2";

export const STARTER_CLASS = "karbonetes-in-memory";
/** The infrastructure that it is for. */
export const STARTER_INFRASTRUCTURE = "DevCluster";
/** Of which its clusters may be; in this order a cluster is upgraded from one to the next. */
export const STARTER_VERSIONS = ["v1.34.3", "v1.35.4", "v1.36.4"] as const;

type Template = KubeObject & { metadata: { namespace: string } };

/** How long a thing in memory pretends to take. */
const slow = (seconds: number) => ({
  provisioning: { startupDuration: `${seconds}s`, startupJitter: "0.2" },
});

/**
 * A class for Cluster API's own Dev provider, whose machines are in memory: a cluster of it goes through every step of a real one and
 * buys nothing. Templates first, then the class that names them. At pace 0 nothing pretends to take any time.
 */
export function starterClass(namespace: string, name = STARTER_CLASS, pace = 1): KubeObject[] {
  const template = (apiVersion: string, kind: string, suffix: string, spec: object): Template => ({
    apiVersion,
    kind,
    metadata: { name: `${name}${suffix}`, namespace },
    spec: { template: { spec } },
  });
  const cluster = template(INFRASTRUCTURE, "DevClusterTemplate", "", { backend: { inMemory: {} } });
  const controlPlane = template(CONTROL_PLANE, "KubeadmControlPlaneTemplate", "-control-plane", {
    kubeadmConfigSpec: {
      clusterConfiguration: { apiServer: { certSANs: ["localhost", "127.0.0.1"] } },
    },
  });
  const machine = template(INFRASTRUCTURE, "DevMachineTemplate", "-machine", {
    backend: {
      inMemory: {
        vm: slow(3 * pace),
        node: slow(2 * pace),
        apiServer: slow(2 * pace),
        etcd: slow(2 * pace),
      },
    },
  });
  const worker = template(BOOTSTRAP, "KubeadmConfigTemplate", "-worker", {
    joinConfiguration: { nodeRegistration: { criSocket: "unix:///var/run/containerd/containerd.sock" } },
  });
  return [
    cluster,
    controlPlane,
    machine,
    worker,
    {
      apiVersion: "cluster.x-k8s.io/v1beta2",
      kind: "ClusterClass",
      metadata: { name, namespace },
      spec: {
        kubernetesVersions: [...STARTER_VERSIONS],
        infrastructure: { templateRef: refTo(cluster) },
        controlPlane: {
          templateRef: refTo(controlPlane),
          machineInfrastructure: { templateRef: refTo(machine) },
        },
        workers: {
          machineDeployments: [
            {
              class: "default-worker",
              bootstrap: { templateRef: refTo(worker) },
              infrastructure: { templateRef: refTo(machine) },
            },
          ],
        },
      },
    },
  ];
}

const refTo = ({ apiVersion, kind, metadata: { name } }: Template) => ({ apiVersion, kind, name });
