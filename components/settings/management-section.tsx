"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { ConnectManagement } from "./connect-management.tsx";
import { ManagementTable } from "./management-table.tsx";

/** Where Cluster API runs: what real clusters are made by. */
export function ManagementSection() {
  const trpc = useTRPC();
  const managements = useQuery(trpc.management.list.queryOptions());
  const mayAdminister = useMay("administer");
  const [connecting, setConnecting] = useState(false);
  return (
    <Section
      anchor="management-clusters"
      title="Management clusters"
      aside={
        mayAdminister ? (
          <Button small onClick={() => setConnecting(true)}>
            Connect one
          </Button>
        ) : (
          "An administrator connects them"
        )
      }
    >
      <QueryPart
        query={managements}
        failure="The management clusters could not be read."
        loading={<TableSkeleton label="Loading management clusters" columns={["30%", "40%"]} rows={1} />}
      >
        {(list) =>
          list.length === 0 ? (
            <p className="text-ink-2">
              None is connected. A cluster with Cluster API in it makes real clusters: on AWS, Azure, Google
              Cloud, Hetzner and many more.
            </p>
          ) : (
            <ManagementTable managements={list} />
          )
        }
      </QueryPart>
      {connecting && <ConnectManagement onClose={() => setConnecting(false)} />}
    </Section>
  );
}
