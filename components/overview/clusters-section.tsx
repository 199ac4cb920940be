"use client";
import { ClusterTable } from "#components/cluster/cluster-table.tsx";
import { skewOf } from "#components/cluster/fleet-groups.prepare.ts";
import { useSavings } from "#components/cluster/use-savings.ts";
import { CreateCluster } from "#components/cluster/create-cluster.tsx";
import { ClosedEye } from "#components/eye/closed-eye.tsx";
import { useMinute } from "#components/eye/use-minute.ts";
import { Empty } from "#components/ui/empty.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";

export function ClustersSection({ clusters }: { clusters: readonly ClusterSummary[] }) {
  const now = useMinute();
  const savings = useSavings();
  const none = clusters.length === 0;
  return (
    <Section title="Clusters" aside={none ? undefined : <CreateCluster small />}>
      {none ? (
        <Empty eye={<ClosedEye now={now} />} title="No cluster yet" actions={<CreateCluster empty />}>
          A sandbox takes a few seconds and buys nothing. It is simulated, and says so wherever it appears.
        </Empty>
      ) : (
        <ClusterTable
          groups={[{ title: "", clusters }]}
          skew={skewOf(clusters)}
          savings={savings}
          choice={undefined}
        />
      )}
    </Section>
  );
}
