"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { GridDialog } from "./grid-dialog.tsx";
import { GridsTable } from "./grids-table.tsx";

/** Which grids are watched, and who speaks for each. */
export function GridsSection() {
  const trpc = useTRPC();
  const grids = useQuery(trpc.carbon.grids.queryOptions());
  const mayAdminister = useMay("administer");
  const [adding, setAdding] = useState(false);
  return (
    <Section
      anchor="grids"
      title="Grids"
      aside={
        mayAdminister ? (
          <Button small onClick={() => setAdding(true)}>
            Add a grid
          </Button>
        ) : (
          "An administrator adds grids"
        )
      }
    >
      <QueryPart
        query={grids}
        failure="The grids could not be read."
        loading={<TableSkeleton label="Loading grids" columns={["30%", "40%", "15%"]} rows={2} />}
      >
        {(list) =>
          list.length === 0 ? (
            <p className="text-ink-2">No grid is watched. Until one is, Jobs start at once, and say so.</p>
          ) : (
            <GridsTable grids={list} />
          )
        }
      </QueryPart>
      {adding && <GridDialog existing={undefined} onClose={() => setAdding(false)} />}
    </Section>
  );
}
