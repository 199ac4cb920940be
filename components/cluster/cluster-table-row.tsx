"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { memo } from "react";
import { intensity } from "#charts/format.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Tag } from "#components/ui/status.tsx";
import { Row, Td } from "#components/ui/table.tsx";
import { labelsText } from "#server/domain/cluster/labels.ts";
import type { ClusterSavings } from "#server/domain/cluster/savings.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { ClusterStateMark } from "./cluster-state.tsx";
import { skewNotes } from "./skew.prepare.ts";
import { nodesText, providerText } from "./fleet.prepare.ts";
import { NextDay } from "./next-day.tsx";
import { savedCell } from "./savings.prepare.ts";
import { ProviderTag } from "./provider-tag.tsx";

interface ClusterTableRowProps {
  cluster: ClusterSummary;
  behind: number;
  /** Null: no Job of it ran in that time. Undefined: not read yet. */
  saved: ClusterSavings | null | undefined;
  chosen: boolean | undefined;
  onChoose: ((name: string, on: boolean) => void) | undefined;
}

/** Remembered: of a thousand rows only those that turned are drawn again. */
export const ClusterTableRow = memo(function ClusterTableRow({
  cluster,
  behind,
  saved,
  chosen,
  onChoose,
}: ClusterTableRowProps) {
  const {
    name,
    provider,
    carbonPaused,
    carbonDryRun,
    reconcilePaused,
    zone,
    zoneName,
    waitingJobs,
    kubernetesVersion,
    labels,
  } = cluster;
  const labelled = labelsText(labels);
  return (
    <Row data-testid={`cluster-${name}`}>
      {onChoose && (
        <Td lead className="w-8">
          <Checkbox
            label={<span className="sr-only">{`Choose ${name}`}</span>}
            checked={chosen === true}
            onChange={(on) => onChoose(name, on)}
          />
        </Td>
      )}
      <Td className="h-[46px] leading-[17px] max-touch:h-auto">
        <Link href={`/clusters/${encodeURIComponent(name)}`} className="link font-[550]">
          {name}
        </Link>
        <ProviderTag provider={provider} className="ml-1.5" />
        {carbonPaused && <Tag className="ml-1.5">paused</Tag>}
        {reconcilePaused && <Tag className="ml-1.5">reconciliation paused</Tag>}
        {carbonDryRun && <Tag className="ml-1.5">dry run</Tag>}
        <small className="block text-small text-ink-3">{labelled || providerText(cluster)}</small>
      </Td>
      <Td className="max-touch:col-span-1">
        <ClusterStateMark state={cluster.state} word={cluster.word} />
      </Td>
      <Td hide className="text-ink-2">
        {kubernetesVersion ?? <span className="text-ink-3">not known</span>}
        {skewNotes(cluster, behind).map((note) => (
          <small key={note} className="block text-small text-ink-3">
            {note}
          </small>
        ))}
      </Td>
      <Td hide className="text-ink-2">
        {nodesText(cluster)}
      </Td>
      <Td hide>
        <Policies names={cluster.policies} />
      </Td>
      <Td hide number>
        <Link href={`/carbon/${encodeURIComponent(zone)}`} className="link" title={zoneName}>
          <GridNow zone={zone} />
        </Link>
      </Td>
      <Td hide className="pl-4">
        <NextDay zone={zone} />
      </Td>
      <Td hide number>
        <Saved saved={saved} />
      </Td>
      <Td number className="max-touch:hidden">
        <Waiting name={name} count={waitingJobs} />
      </Td>
    </Row>
  );
});

function Saved({ saved }: { saved: ClusterSavings | null | undefined }) {
  if (saved === undefined) return null;
  const { value, note } = savedCell(saved);
  return (
    <>
      {value ?? <span className="text-ink-3">{note}</span>}
      {value !== undefined && (
        <small className="block text-small font-normal whitespace-nowrap text-ink-3">{note}</small>
      )}
    </>
  );
}

function GridNow({ zone }: { zone: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.carbon.zones.queryOptions());
  const view = data?.find((candidate) => candidate.zone === zone);
  return (
    <>
      {view?.latest && !view.stale && intensity(view.latest.gramsPerKwh)}
      <small className="block text-small font-normal text-ink-3">{zone}</small>
    </>
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

function Waiting({ name, count }: { name: string; count: number | null }) {
  if (count === null) return <span className="text-ink-3">not known</span>;
  if (count === 0) return <span className="text-ink-3">none</span>;
  return (
    <Link className="link" href={`/workloads?group=waiting&text=${encodeURIComponent(name)}`}>
      {count}
    </Link>
  );
}
