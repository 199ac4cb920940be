"use client";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { MINUTE_MS } from "#server/domain/clock.ts";
import { PageHead, Section } from "#components/ui/section.tsx";
import type { ClusterDetail, OperationView } from "#server/domain/cluster/view.ts";
import { AgentSection } from "./agent-section.tsx";
import { CarbonSection } from "./carbon-section.tsx";
import { ClusterConditions } from "./cluster-conditions.tsx";
import { ClusterFacts } from "./cluster-facts.tsx";
import { CredentialsSection, UnreachableNote } from "./credentials-section.tsx";
import { DeleteCluster } from "./delete-cluster.tsx";
import { DryRunSection } from "./dry-run-section.tsx";
import { FailingStep } from "./failing-step.tsx";
import { KubeconfigSection } from "./kubeconfig-section.tsx";
import { ManagementNote } from "./management-note.tsx";
import { ObjectTreeSection } from "./object-tree-section.tsx";
import { Operations, PausedNote } from "./operations.tsx";
import { PoolsForm } from "./pools-form.tsx";
import { Progress } from "./progress.tsx";
import { ProviderTag } from "./provider-tag.tsx";
import { CredentialsWindow } from "./replace-cluster-credentials.tsx";
import { ReviewSection } from "./review-section.tsx";
import { StepLog } from "./step-log.tsx";
import { StuckNote } from "./stuck-note.tsx";
import { Timeline } from "./timeline.tsx";
import { WakeTo } from "./wake-to.tsx";

const OPERATIONS: Record<OperationView["kind"], string> = {
  create: "Creation",
  scale: "Scaling",
  delete: "Teardown",
};

const SETTLED_AFTER_MS = 10 * MINUTE_MS;

/** One cluster in any state: what it does, what it needs, and every step it took. */
export function ClusterView({ cluster }: { cluster: ClusterDetail }) {
  const { operation, state } = cluster;
  const now = useNow(60_000);
  const deleting = cluster.deletionRequestedAt !== null;
  // what is under way comes first, and stays there for a while; later, what can be done with it does
  const settled = operation?.finishedAt ? +now - +operation.finishedAt > SETTLED_AFTER_MS : false;
  return (
    <CredentialsWindow name={cluster.name}>
      <div data-testid="cluster" data-state={state}>
        <PageHead
          title={
            <>
              {cluster.headline}
              <ProviderTag provider={cluster.provider} className="ml-2.5 align-middle" />
            </>
          }
          lead={cluster.sentence}
          actions={deleting ? undefined : <HeadActions cluster={cluster} />}
        />
        <div className="grid items-start gap-x-12 gap-y-10 desk:grid-cols-[minmax(0,1fr)_288px]">
          <div className="grid min-w-0 gap-10">
            <PausedNote cluster={cluster} />
            <ManagementNote cluster={cluster} />
            <UnreachableNote cluster={cluster} />
            {cluster.stuck && <StuckNote cluster={cluster} stuck={cluster.stuck} />}
            {operation && !settled && <Operation cluster={cluster} operation={operation} />}
            {cluster.spec.clusterApi && <ObjectTreeSection cluster={cluster} />}
            {!deleting && <Verbs cluster={cluster} />}
            {operation && settled && <Operation cluster={cluster} operation={operation} />}
            <Section title="Log" aside="Kept for good. Nothing here is overwritten by a retry.">
              <StepLog log={cluster.log} />
            </Section>
          </div>
          <About cluster={cluster} />
        </div>
      </div>
    </CredentialsWindow>
  );
}

/** What can be done with it. */
function Verbs({ cluster }: { cluster: ClusterDetail }) {
  return (
    <>
      {cluster.spec.clusterApi ? (
        <Operations cluster={cluster} />
      ) : (
        <PoolsForm key={JSON.stringify(cluster.spec.pools)} cluster={cluster} />
      )}
      <ReviewSection cluster={cluster} />
      {!cluster.locked && (
        <>
          <AgentSection cluster={cluster} />
          <CarbonSection cluster={cluster} />
          <DryRunSection cluster={cluster} />
        </>
      )}
    </>
  );
}

function HeadActions({ cluster }: { cluster: ClusterDetail }) {
  return (
    <>
      {cluster.server && (
        <Button asChild>
          <Link href={`/clusters/${encodeURIComponent(cluster.name)}/resources`}>Resources</Link>
        </Button>
      )}
      <DeleteCluster cluster={cluster} />
    </>
  );
}

function About({ cluster }: { cluster: ClusterDetail }) {
  const deleting = cluster.deletionRequestedAt !== null;
  return (
    <aside aria-label={`About ${cluster.name}`} className="grid gap-[30px] touch:max-desk:grid-cols-2">
      <ClusterFacts cluster={cluster} />
      {!deleting && <WakeTo cluster={cluster} />}
      <ClusterConditions cluster={cluster} />
      {!deleting && <KubeconfigSection cluster={cluster} />}
      <CredentialsSection cluster={cluster} />
    </aside>
  );
}

function Operation({ cluster, operation }: { cluster: ClusterDetail; operation: OperationView }) {
  return (
    <Section
      title={titleOf(cluster, operation)}
      aside={<Progress operation={operation} stuck={cluster.stuck !== null} />}
    >
      <Timeline operation={operation} failingStep={<FailingStep cluster={cluster} />} />
    </Section>
  );
}

/** What changes in a cluster of Cluster API may be its size, its version, or both. */
const titleOf = ({ provider }: ClusterDetail, { kind }: OperationView): string =>
  provider === "cluster-api" && kind === "scale" ? "Change" : OPERATIONS[kind];
