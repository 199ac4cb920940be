"use client";
import Link from "next/link";
import { useMay } from "#components/shell/me.tsx";
import { Section } from "#components/ui/section.tsx";
import { Status, Tag, type Shape } from "#components/ui/status.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { PolicyRolloutView, PolicyView } from "#server/domain/policy/view.ts";
import { ForgetCluster } from "./forget-cluster.tsx";
import { rolloutState, rolloutWord, type RolloutState } from "./policies.prepare.ts";

const SHAPES: Record<RolloutState, Shape> = {
  synced: "ready",
  pending: "working",
  unreachable: "unreachable",
  failed: "failed",
  waiting: "todo",
  drifted: "drifted",
};

/** How far the generation in force has come, cluster by cluster. */
export function RolloutSection({ policy }: { policy: PolicyView }) {
  const { rollout, generation, deletionRequestedAt } = policy;
  const synced = rollout.filter((view) => rolloutState(view, generation) === "synced").length;
  return (
    <Section
      title={deletionRequestedAt ? "Taken back" : "Roll-out"}
      aside={
        deletionRequestedAt
          ? `${rollout.length} left`
          : `generation ${generation}, ${synced} of ${rollout.length}`
      }
    >
      {rollout.length === 0 ? (
        <p className="text-ink-2">It holds on no cluster. Choose one under “Holds on”.</p>
      ) : (
        <Table>
          <caption className="sr-only">Roll-out of {policy.name}</caption>
          <thead>
            <tr>
              <Th>Cluster</Th>
              <Th number>State</Th>
            </tr>
          </thead>
          <tbody>
            {rollout.map((view) => (
              <RolloutRow key={view.clusterId} view={view} policy={policy} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function RolloutRow({ view, policy }: { view: PolicyRolloutView; policy: PolicyView }) {
  const mayOperate = useMay("operate");
  const { condition, clusterId, cluster } = view;
  const { state, leaves, stuck } = standingOf(view, policy);
  const quiet = state === "synced" || state === "pending";
  return (
    <tr data-testid={`rollout-${cluster}`} data-reason={condition?.reason ?? "Pending"}>
      <Td className="py-1.5">
        <Link href={`/clusters/${encodeURIComponent(cluster)}`} className="link">
          {cluster}
        </Link>
        {view.tag && <Tag className="ml-1.5">{view.tag}</Tag>}
        {!quiet && condition?.message && (
          <small className="block max-w-[40ch] text-small text-pretty break-words text-ink-3">
            {condition.message}
          </small>
        )}
        {stuck && mayOperate && <ForgetCluster policy={policy} clusterId={clusterId} cluster={cluster} />}
      </Td>
      <Td number>
        {leaves && !stuck ? (
          <Status shape="deleting">Being taken back</Status>
        ) : (
          <Status shape={SHAPES[state]}>{rolloutWord(view, policy.generation)}</Status>
        )}
      </Td>
    </tr>
  );
}

/** Whether it is to stay there, and whether its way out is blocked. */
function standingOf(view: PolicyRolloutView, policy: PolicyView) {
  const state = rolloutState(view, policy.generation);
  const leaves = Boolean(policy.deletionRequestedAt) || !policy.clusterIds.includes(view.clusterId);
  return { state, leaves, stuck: leaves && (state === "unreachable" || state === "failed") };
}
