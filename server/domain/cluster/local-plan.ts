import type { PlannedStep } from "./provider.ts";
import { ACCEPTED, AGENT, nodePoolsStep, POLICIES, READY } from "./shared-steps.ts";
import type { ClusterSpec } from "./spec.ts";
import type { OperationView } from "./view.ts";

/** What a local cluster is made of, in the order of starting: the step's name is the component's. */
export const LOCAL_COMPONENTS = [
  { name: "etcd", title: "etcd", detail: "keeps every object, on this machine's disk" },
  { name: "kube-apiserver", title: "API server", detail: "the real one, on this machine only" },
  { name: "kube-controller-manager", title: "Controllers", detail: "make the Pods of Jobs" },
  { name: "kube-scheduler", title: "Scheduler", detail: "binds Pods to nodes" },
  { name: "kwok", title: "kwok", detail: "simulates the nodes, and what runs on them" },
  { name: "karpenter", title: "Karpenter", detail: "makes a simulated node when a Pod asks for one" },
] as const satisfies readonly PlannedStep[];

export type LocalComponent = (typeof LOCAL_COMPONENTS)[number]["name"];

/** A real Kubernetes API whose nodes are simulated. */
export function localPlan(kind: OperationView["kind"], spec: ClusterSpec): readonly PlannedStep[] {
  switch (kind) {
    case "create":
      return [ACCEPTED, ...LOCAL_COMPONENTS, nodePoolsStep(spec), AGENT, POLICIES, READY];
    case "scale":
      return [nodePoolsStep(spec), READY];
    case "delete":
      return [
        {
          name: "agent",
          title: "Agent",
          detail: "nothing is held or released any more",
          leaves: "the agent",
        },
        {
          name: "control-plane",
          title: "Control plane",
          detail: "its six processes end, etcd last",
          leaves: "its processes on this machine",
        },
        {
          name: "files",
          title: "Files",
          detail: "everything that the cluster kept, Jobs included",
          leaves: "its files on disk",
        },
      ];
  }
}
