"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { PartError } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { ClustersSection } from "./clusters-section.tsx";
import { OverviewTop } from "./overview-top.tsx";
import { TopSkeleton } from "./top-skeleton.tsx";
import { WaitingSection } from "./waiting-section.tsx";

/** The page /: what the grid does, what waits for it, where it runs. Each part fails on its own. */
export function OverviewPanel() {
  const trpc = useTRPC();
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  const clusters = useQuery({
    ...trpc.cluster.list.queryOptions(),
    refetchInterval: ({ state }) =>
      state.data?.some((cluster) => cluster.state !== "ready") === true ? 5_000 : false,
  });
  const waiting = useQuery(trpc.workload.list.queryOptions({ group: "waiting" }));
  return (
    <>
      <QueryPart query={zones} failure="The grid could not be read." loading={<TopSkeleton />}>
        {(list) => <OverviewTop zones={list} clusters={clusters.data} waiting={waiting.data?.rows} />}
      </QueryPart>
      {clusters.data?.length !== 0 && (
        <QueryPart
          query={waiting}
          failure="The waiting Jobs could not be read."
          loading={<SectionSkeleton title="What waits, and why" label="Loading the waiting Jobs" />}
        >
          {({ rows, failures }) => (
            <div className="mb-11">
              {failures.map(({ cluster, message }) => (
                <PartError key={cluster} className="mb-3" title={`Jobs of ${cluster} could not be read.`}>
                  {message} They go on; only this view is blind.
                </PartError>
              ))}
              <WaitingSection rows={rows} zones={zones.data ?? []} />
            </div>
          )}
        </QueryPart>
      )}
      <QueryPart
        query={clusters}
        failure="The clusters could not be read."
        loading={<SectionSkeleton title="Clusters" label="Loading the clusters" />}
      >
        {(list) => <ClustersSection clusters={list} />}
      </QueryPart>
    </>
  );
}

function SectionSkeleton({ title, label }: { title: string; label: string }) {
  return (
    <Section title={title} className="mb-11">
      <TableSkeleton label={label} columns={["26%", "12%", "38%", "8%"]} />
    </Section>
  );
}
