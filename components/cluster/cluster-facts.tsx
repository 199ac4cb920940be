"use client";
import Link from "next/link";
import { Facts } from "#components/ui/facts.tsx";
import { Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import { PROVIDER_WORDS } from "#server/domain/cluster/provider-words.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { nodesText } from "./fleet.prepare.ts";
import { LabelsButton } from "./labels-button.tsx";
import { workersText } from "./skew.prepare.ts";
import { ProviderTag } from "./provider-tag.tsx";

export function ClusterFacts({ cluster }: { cluster: ClusterDetail }) {
  const made = cluster.operation?.kind !== "create" || cluster.operation.finishedAt !== null;
  return (
    <Section title={made ? "What it is" : "What is being made"}>
      <Facts
        rows={[
          [
            "Provider",
            <span key="provider">
              {PROVIDER_WORDS[cluster.provider].title} <ProviderTag provider={cluster.provider} />
            </span>,
          ],
          [
            "Zone",
            <Link key="zone" className="link" href={`/carbon/${encodeURIComponent(cluster.zone)}`}>
              {cluster.zoneName === cluster.zone ? cluster.zone : `${cluster.zone}, ${cluster.zoneName}`}
            </Link>,
          ],
          ["Server", cluster.server && <Mono key="server" text={cluster.server} />],
          ["Kubernetes", cluster.kubernetesVersion ?? (made ? "not known" : cluster.spec.kubernetesVersion)],
          ["Workers", workersText(cluster)],
          ["Nodes", nodesText(cluster)],
          ["Labels", <LabelsButton key="labels" cluster={cluster} />],
          [
            "Policies",
            <PolicyLinks
              key="policies"
              names={cluster.policies}
              mayWrite={cluster.deletionRequestedAt === null}
            />,
          ],
          ["Waiting Jobs", <WaitingJobs key="jobs" cluster={cluster} />],
          [
            "Reviewed by",
            cluster.reviewedAt && cluster.reviewedBy && (
              <span key="reviewed">
                {cluster.reviewedBy}, <Time at={cluster.reviewedAt} />
              </span>
            ),
          ],
          [
            "Asked by",
            <span key="by">
              {cluster.createdBy}, <Time at={cluster.createdAt} />
            </span>,
          ],
        ]}
      />
    </Section>
  );
}

function WaitingJobs({ cluster: { name, waitingJobs } }: { cluster: ClusterDetail }) {
  if (waitingJobs === null) return "not known";
  return (
    <Link className="link" href={`/workloads?group=waiting&text=${encodeURIComponent(name)}`}>
      {waitingJobs}
    </Link>
  );
}

function PolicyLinks({ names, mayWrite }: { names: readonly string[]; mayWrite: boolean }) {
  if (names.length === 0 && !mayWrite) return "none";
  if (names.length === 0)
    return (
      <Link className="link" href="/policies/new">
        none yet; write one
      </Link>
    );
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 && ", "}
      <Link className="link" href={`/policies/${encodeURIComponent(name)}`}>
        {name}
      </Link>
    </span>
  ));
}

const Mono = ({ text }: { text: string }) => <span className="mono break-all">{text}</span>;
