"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { PlacesForm } from "./places-form.tsx";
import { RegionsTable } from "./regions-table.tsx";

/** Which grid feeds a cloud's region or a cluster's own topology zone: suggested when a cluster is imported. */
export function PlacesSection() {
  const trpc = useTRPC();
  const places = useQuery(trpc.setting.places.queryOptions());
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  const watched = new Set(zones.data?.map(({ zone }) => zone));
  return (
    <Section anchor="places" title="Places" aside="suggested when a cluster is imported">
      <p className="mb-3 max-w-[72ch] text-ink-2">
        A node says by its labels where it stands. A place set here goes before the table of cloud regions.
      </p>
      <QueryPart
        query={places}
        failure="The places could not be read."
        loading={<TableSkeleton label="Loading places" columns={["40%", "30%"]} rows={2} />}
      >
        {(inForce) => (
          <>
            <PlacesForm places={inForce} watched={watched} />
            <RegionsTable places={inForce} watched={watched} />
          </>
        )}
      </QueryPart>
    </Section>
  );
}
