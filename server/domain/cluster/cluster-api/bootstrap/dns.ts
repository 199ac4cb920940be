import { counted } from "../../words.ts";
import { runsJobs, type BootstrapFacts, type DnsFacts } from "./facts.ts";
import { inMemory, notRead, type BootstrapReading } from "./reading.ts";

const type = "DnsReady" as const;
const CHART = "helm install coredns coredns --repo https://coredns.github.io/helm --namespace kube-system";

/** Whether names are answered: a Service that the Pods ask, and somebody ready behind it. */
export function readDns(facts: BootstrapFacts): BootstrapReading {
  if (!runsJobs(facts)) return inMemory(type, "DNS");
  const { dns } = facts;
  if (!dns) return notRead(type, "its DNS in kube-system");
  const { service, readyEndpoints, deployments } = dns;
  if (!service) {
    const message =
      "It has no DNS: no Service in kube-system answers for names, so Pods find nothing by name.";
    return { type, status: "False", reason: "NoDnsService", message, command: bringsDns(dns) };
  }
  if (readyEndpoints > 0) {
    const message = `${service.name} at ${service.address} has ${counted(readyEndpoints, "ready address", "ready addresses")} behind it.`;
    return { type, status: "True", reason: "EndpointsReady", message };
  }
  const [server] = deployments;
  if (server) {
    return {
      type,
      status: "False",
      reason: "DnsNotReady",
      message: `${service.name} has nobody ready behind it: ${server.readyReplicas} of ${counted(server.replicas, "Pod")} of ${server.name} are ready.`,
      command: `kubectl -n ${server.namespace} describe pods -l k8s-app=kube-dns`,
      settling: true,
    };
  }
  return {
    type,
    status: "False",
    reason: "NoDnsServer",
    message: `The Service ${service.name} is there, and nothing answers for it: there is no CoreDNS. On a control-plane machine, kubeadm brings it.`,
    command: "kubeadm init phase addon coredns",
  };
}

/** kubelet tells every Pod this one address, so the Service must have it. */
const bringsDns = ({ expectedAddress }: DnsFacts): string =>
  expectedAddress ? `${CHART} --set service.clusterIP=${expectedAddress}` : CHART;
