"use client";
import Link from "next/link";
import { Status, Tag, type Shape } from "#components/ui/status.tsx";
import { Row, Table, Td, Th } from "#components/ui/table.tsx";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { policyState } from "./policies.prepare.ts";
import { durationWords, ruleSentence } from "./rule-sentence.prepare.ts";

export const SHAPES: Record<ReturnType<typeof policyState>["state"], Shape> = {
  synced: "ready",
  pending: "working",
  unreachable: "unreachable",
  failed: "failed",
  waiting: "todo",
  drifted: "drifted",
  leaving: "deleting",
  off: "todo",
  nowhere: "todo",
};

export function PolicyTable({ policies }: { policies: readonly PolicyView[] }) {
  return (
    <Table stack>
      <caption className="sr-only">Policies</caption>
      <thead>
        <tr>
          <Th>Policy</Th>
          <Th>State</Th>
          <Th>What it does</Th>
          <Th hide number>
            Longest wait
          </Th>
          <Th hide number>
            Limit
          </Th>
          <Th hide className="pl-6">
            Holds on
          </Th>
        </tr>
      </thead>
      <tbody>
        {policies.map((policy) => (
          <PolicyRow key={policy.id} policy={policy} />
        ))}
      </tbody>
    </Table>
  );
}

function PolicyRow({ policy }: { policy: PolicyView }) {
  const { state, word } = policyState(policy);
  const { spec } = policy;
  return (
    <Row>
      <Td className="whitespace-nowrap">
        <Link href={`/policies/${encodeURIComponent(policy.name)}`} className="link font-[550]">
          {policy.name}
        </Link>
        {spec.dryRun && <Tag className="ml-1.5">Dry run</Tag>}
      </Td>
      <Td>
        <Status shape={SHAPES[state]}>{word}</Status>
      </Td>
      <Td wide className="py-2 text-pretty text-ink-2">
        {ruleSentence(spec)}
      </Td>
      <Td hide number>
        {durationWords(spec.maxDelay)}
      </Td>
      <Td hide number>
        {spec.maxIntensity === undefined ? (
          <span className="text-ink-3">none</span>
        ) : (
          `${spec.maxIntensity}\u00a0g/kWh`
        )}
      </Td>
      <Td hide className="py-2 pl-6">
        <Where policy={policy} />
      </Td>
    </Row>
  );
}

function Where({ policy }: { policy: PolicyView }) {
  const { rollout, namespaces } = policy;
  if (rollout.length === 0) return <span className="text-ink-3">no cluster</span>;
  return (
    <span className="text-ink-2">
      {rollout.map(({ clusterId, cluster }, index) => (
        <span key={clusterId}>
          {index > 0 && ", "}
          <Link href={`/clusters/${encodeURIComponent(cluster)}`} className="link">
            {cluster}
          </Link>
        </span>
      ))}
      <small className="block text-small text-ink-3">
        {namespaces.length === 0 ? "every namespace" : namespaces.join(", ")}
      </small>
    </span>
  );
}
