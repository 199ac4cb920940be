"use client";
import Link from "next/link";
import { Section } from "#components/ui/section.tsx";
import { Status, Tag, type Shape } from "#components/ui/status.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { PolicyRolloutView, PolicyView } from "#server/domain/policy/view.ts";
import { rolloutState, rolloutWord, type RolloutState } from "./policies.prepare.ts";

const SHAPES: Record<RolloutState, Shape> = {
  synced: "ready",
  pending: "working",
  unreachable: "unreachable",
  failed: "failed",
  waiting: "todo",
};

/** How far the generation in force has come, cluster by cluster. */
export function RolloutSection({ policy }: { policy: PolicyView }) {
  const synced = policy.rollout.filter((view) => rolloutState(view) === "synced").length;
  return (
    <Section
      title="Roll-out"
      aside={`generation ${policy.generation}, ${synced} of ${policy.rollout.length}`}
    >
      {policy.rollout.length === 0 ? (
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
            {policy.rollout.map((view) => (
              <RolloutRow key={view.clusterId} view={view} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function RolloutRow({ view }: { view: PolicyRolloutView }) {
  const state = rolloutState(view);
  const { condition } = view;
  return (
    <tr data-testid={`rollout-${view.cluster}`} data-reason={condition?.reason ?? "Pending"}>
      <Td className="py-1.5">
        <Link href={`/clusters/${encodeURIComponent(view.cluster)}`} className="link">
          {view.cluster}
        </Link>
        {view.simulated && <Tag className="ml-1.5">simulated</Tag>}
        {condition && state !== "synced" && condition.message && (
          <small className="block max-w-[40ch] text-small text-pretty text-ink-3">{condition.message}</small>
        )}
      </Td>
      <Td number>
        <Status shape={SHAPES[state]}>{rolloutWord(view)}</Status>
      </Td>
    </tr>
  );
}
