"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { FactorsForm } from "./factors-form.tsx";

/** What a kWh of each fuel counts, where a source gives a fuel mix and not an intensity. */
export function FactorsSection() {
  const trpc = useTRPC();
  const factors = useQuery(trpc.setting.emissionFactors.queryOptions());
  return (
    <Section anchor="emission-factors" title="Emission factors" aside="for fuel mixes: EIA, ENTSO-E">
      <QueryPart
        query={factors}
        failure="The emission factors could not be read."
        loading={<TableSkeleton label="Loading emission factors" columns={["60%"]} rows={4} />}
      >
        {({ inForce, ours }) => <FactorsForm key={JSON.stringify(inForce)} inForce={inForce} ours={ours} />}
      </QueryPart>
    </Section>
  );
}
