import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { DnsFacts } from "#server/domain/cluster/cluster-api/bootstrap/facts.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../../kube-access.ts";

const NAMESPACE = "kube-system";
const DNS_PORT = 53;
const TENTH = 10;

interface Service extends KubeObject {
  spec: { clusterIP?: string; ports?: { port: number }[]; selector?: Record<string, string> };
}
interface EndpointSlice extends KubeObject {
  endpoints?: { addresses: string[]; conditions?: { ready?: boolean } }[] | null;
}
interface Deployment extends KubeObject {
  spec: { replicas?: number; template: { metadata?: { labels?: Record<string, string> } } };
  status?: { readyReplicas?: number };
}

/** Who answers for names in kube-system, whatever it is called there: the Service with port 53. */
export async function dnsIn({ client, signal }: Access): Promise<DnsFacts> {
  const list = async <T>(path: string, labelSelector?: string): Promise<T[]> =>
    (await client.list<T>(path, { signal, query: { labelSelector } })).items;
  const services = await list<Service>(`/api/v1/namespaces/${NAMESPACE}/services`);
  const service = services.find(({ spec }) => spec.ports?.some(({ port }) => port === DNS_PORT));
  if (!service) {
    const expectedAddress = await expectedAddressIn({ client, signal });
    return { service: null, readyEndpoints: 0, deployments: [], expectedAddress };
  }
  const { name } = service.metadata;
  const [slices, deployments] = await Promise.all([
    list<EndpointSlice>(
      `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices`,
      `kubernetes.io/service-name=${name}`,
    ),
    list<Deployment>(`/apis/apps/v1/namespaces/${NAMESPACE}/deployments`),
  ]);
  return {
    service: { namespace: NAMESPACE, name, address: service.spec.clusterIP ?? "" },
    readyEndpoints: slices.flatMap(readyAddresses).length,
    deployments: deployments.filter((each) => answersFor(each, service)).map(deploymentFact),
    expectedAddress: undefined,
  };
}

/** Absent means ready, as the API has it. */
const readyAddresses = ({ endpoints }: EndpointSlice): string[] =>
  (endpoints ?? []).flatMap(({ addresses, conditions }) => (conditions?.ready === false ? [] : addresses));

function answersFor({ spec }: Deployment, service: Service): boolean {
  const wanted = Object.entries(service.spec.selector ?? {});
  const labels = spec.template.metadata?.labels ?? {};
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

const deploymentFact = ({ metadata: { name }, spec, status }: Deployment) => ({
  namespace: NAMESPACE,
  name,
  replicas: spec.replicas ?? 1,
  readyReplicas: status?.readyReplicas ?? 0,
});

/** kubeadm and its like give DNS the tenth address of the range whose first is the API server's. */
async function expectedAddressIn({ client, signal }: Access): Promise<string | undefined> {
  try {
    const path = "/api/v1/namespaces/default/services/kubernetes";
    const { clusterIP = "" } = (await client.json<Service>(path, { signal })).spec;
    const [, network, last] = /^(\d+\.\d+\.\d+)\.(\d+)$/.exec(clusterIP) ?? [];
    return network && last === "1" ? `${network}.${TENTH}` : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
