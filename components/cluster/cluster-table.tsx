"use client";
import Link from "next/link";

import { Tag } from "#components/ui/status.tsx";
import { Row, Table, Td, Th } from "#components/ui/table.tsx";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { ClusterStateMark } from "./cluster-state.tsx";
import { NextDay } from "./next-day.tsx";
import { ProviderTag } from "./provider-tag.tsx";
import { nodesText, providerText } from "./fleet.prepare.ts";

/** Every cluster in a row: what it is, how it is, and what its grid does next. */
export function ClusterTable({ clusters }: { clusters: readonly ClusterSummary[] }) {
  return (
    <Table stack>
      <caption className="sr-only">Clusters</caption>
      <thead>
        <tr>
          <Th>Cluster</Th>
          <Th>State</Th>
          <Th hide>Nodes</Th>
          <Th hide>Policy</Th>
          <Th hide>Zone</Th>
          <Th hide>Next 24 h</Th>
          <Th number>Waiting</Th>
        </tr>
      </thead>
      <tbody>
        {clusters.map((cluster) => (
          <ClusterRow key={cluster.id} cluster={cluster} />
        ))}
      </tbody>
    </Table>
  );
}

function ClusterRow({ cluster }: { cluster: ClusterSummary }) {
  const { name, provider, carbonPaused, carbonDryRun, zone, zoneName, waitingJobs } = cluster;
  return (
    <Row data-testid={`cluster-${name}`}>
      <Td className="h-[46px] leading-[17px] max-touch:h-auto">
        <Link href={`/clusters/${encodeURIComponent(name)}`} className="link font-[550]">
          {name}
        </Link>
        <ProviderTag provider={provider} className="ml-1.5" />
        {carbonPaused && <Tag className="ml-1.5">paused</Tag>}
        {carbonDryRun && <Tag className="ml-1.5">dry run</Tag>}
        <small className="block text-small text-ink-3">{providerText(cluster)}</small>
      </Td>
      <Td className="max-touch:col-span-1">
        <ClusterStateMark state={cluster.state} word={cluster.word} />
      </Td>
      <Td hide className="text-ink-2">
        {nodesText(cluster)}
      </Td>
      <Td hide>
        <Policies names={cluster.policies} />
      </Td>
      <Td hide className="text-ink-2">
        <Link href={`/carbon/${encodeURIComponent(zone)}`} className="link" title={zoneName}>
          {zone}
        </Link>
      </Td>
      <Td hide>
        <NextDay zone={zone} />
      </Td>
      <Td number className="max-touch:hidden">
        <Waiting count={waitingJobs} />
      </Td>
    </Row>
  );
}

function Policies({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <span className="text-ink-3">no policy</span>;
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 && ", "}
      <Link href={`/policies/${encodeURIComponent(name)}`} className="link">
        {name}
      </Link>
    </span>
  ));
}

function Waiting({ count }: { count: number | null }) {
  if (count === null) return <span className="text-ink-3">not known</span>;
  return count === 0 ? <span className="text-ink-3">none</span> : count;
}
