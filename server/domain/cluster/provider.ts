import type { AppliedObject } from "../agent/view.ts";
import type { BootstrapFacts } from "./cluster-api/bootstrap/facts.ts";
import type { ClusterSpec, ProviderName } from "./spec.ts";

export interface ClusterIdentity {
  id: string;
  name: string;
  zone: string;
}

/** One idempotent thing to do on the way from spec to cluster, or back. */
export interface PlannedStep {
  /** kebab-case, stable: a key in the step log. */
  name: string;
  title: string;
  detail: string;
  /** Teardown only: what stays behind when a person abandons this step. */
  leaves?: string;
  /** Teardown only: it needs the cluster's own answer. Where none can be had, all such steps are given up together. */
  asksCluster?: boolean;
  /** Teardown only: it cannot end before the step before it. Where that is given up, so is this. */
  needsPrevious?: boolean;
}

export interface Observation {
  reachable: boolean;
  version: string | undefined;
  /** The oldest kubelet of a worker; undefined where no node says it. */
  workersVersion?: string | undefined;
  nodesReady: number;
  nodesWanted: number;
  /** One sentence when not everything is as wanted. */
  message: string | undefined;
  /** Held Jobs; undefined where they could not be counted. */
  waitingJobs: number | undefined;
  /** The address it answered at. */
  server: string | undefined;
  /** Of its namespace kube-system, by which an imported cluster is known again; undefined where it was not read. */
  clusterUid?: string | undefined;
}

/** What the cluster that makes it answered to a look; where it did not, why, in words for people. */
export type ManagementLook = { answers: true } | { answers: false; reason: string; message: string };

/** Looks into a cluster that comes bare, and puts what is ours into it. */
export interface Bootstrap {
  read(cluster: ClusterIdentity, signal: AbortSignal): Promise<BootstrapFacts>;
  /** Idempotent. Each object with its outcome; none where another brought an agent already. */
  installAgent(cluster: ClusterIdentity, image: string, signal: AbortSignal): Promise<AppliedObject[]>;
}

/** Where clusters come from. A new one is a folder under adapters/provider that passes the contract test. */
export interface ClusterProvider {
  readonly name: ProviderName;
  createSteps(spec: ClusterSpec): readonly PlannedStep[];
  /** What a change of the spec takes; none where there is nothing to scale. */
  scaleSteps(spec: ClusterSpec): readonly PlannedStep[];
  deleteSteps(spec: ClusterSpec): readonly PlannedStep[];
  /** Does one step. Idempotent. @throws Waiting, UserError, TerminalError, or anything transient */
  apply(
    step: string,
    cluster: ClusterIdentity,
    spec: ClusterSpec,
    signal: AbortSignal,
  ): Promise<{ message: string }>;
  /** Undoes one step. "Could not read" is an error, never "gone". */
  teardown(
    step: string,
    cluster: ClusterIdentity,
    spec: ClusterSpec,
    signal: AbortSignal,
  ): Promise<{ message: string }>;
  /** `onManagement`: where another cluster makes it, whether that one answers is told apart, and told also when this one does not answer. */
  observe(
    cluster: ClusterIdentity,
    spec: ClusterSpec,
    signal: AbortSignal,
    onManagement?: (look: ManagementLook) => void,
  ): Promise<Observation>;
  /** Of a provider whose clusters come bare, and get their agent as a step of creation. */
  readonly bootstrap?: Bootstrap;
  /** Whether this very process runs the cluster, and so its agent too. */
  runsHere(cluster: ClusterIdentity): boolean;
  /** The kubeconfig as YAML, for the product's own use; undefined until there is one. */
  kubeconfig(cluster: ClusterIdentity): Promise<string | undefined>;
  /** What deleting takes away, counted, in order. */
  inventory(cluster: ClusterIdentity, signal: AbortSignal): Promise<{ what: string; count: number }[]>;
}
