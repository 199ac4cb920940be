"use client";
import { useQuery } from "@tanstack/react-query";
import { counted, intensity } from "#charts/format.ts";
import { comparePath } from "#components/carbon/search.prepare.ts";
import { MOST_ZONES } from "#server/domain/carbon/range.ts";
import { useTRPC } from "./trpc.ts";

export interface PalettePlace {
  label: string;
  href: string;
  aside: string;
}

/** The things that have a page of their own, with a word on each. */
export function usePalettePlaces(): PalettePlace[] {
  const trpc = useTRPC();
  const { data: clusters = [] } = useQuery(trpc.cluster.list.queryOptions());
  const { data: policies = [] } = useQuery(trpc.policy.list.queryOptions());
  const { data: zones = [] } = useQuery(trpc.carbon.zones.queryOptions());
  return [
    ...clusters.map(({ name, word, simulated }) => ({
      label: `Cluster ${name}`,
      href: `/clusters/${encodeURIComponent(name)}`,
      aside: simulated ? `${word}, simulated` : word,
    })),
    ...policies.map(({ name, clusterIds }) => ({
      label: `Policy ${name}`,
      href: `/policies/${encodeURIComponent(name)}`,
      aside: `on ${counted(clusterIds.length, "cluster")}`,
    })),
    ...zones.map(({ zone, name, latest, stale }) => ({
      label: `Grid ${zone}, ${name}`,
      href: `/carbon/${encodeURIComponent(zone)}`,
      aside: latest ? `${intensity(latest.gramsPerKwh)}${stale ? ", stale" : ""}` : "no reading yet",
    })),
    ...(zones.length > 1 ? [compareAll(zones.map(({ zone }) => zone))] : []),
  ];
}

const compareAll = (zones: readonly string[]): PalettePlace => ({
  label: "Compare zones",
  href: comparePath(zones.slice(0, MOST_ZONES)),
  aside: zones.length > MOST_ZONES ? `the first ${MOST_ZONES} on one axis` : "on one axis",
});
