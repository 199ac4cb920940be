"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { PowerForm } from "./power-form.tsx";

/** The power behind every gram. */
export function PowerSection() {
  const trpc = useTRPC();
  const power = useQuery(trpc.setting.power.queryOptions());
  return (
    <Section anchor="power" title="Power model" aside="estimated, not measured">
      <QueryPart
        query={power}
        failure="The power model could not be read."
        loading={<TableSkeleton label="Loading the power model" columns={["60%"]} rows={2} />}
      >
        {(inForce) => <PowerForm key={JSON.stringify(inForce)} inForce={inForce} />}
      </QueryPart>
    </Section>
  );
}
