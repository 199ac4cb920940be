"use client";
import { useQuery } from "@tanstack/react-query";
import { ClosedEye } from "#components/eye/closed-eye.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { useNow } from "#components/ui/clock.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageHead } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { CreateCluster } from "./create-cluster.tsx";
import { Fleet } from "./fleet.tsx";
import { fleetHeadline, fleetSentence } from "./fleet.prepare.ts";
import { savedSentence } from "./savings.prepare.ts";
import { useSavings } from "./use-savings.ts";

/** The page /clusters. */
export function ClustersPanel() {
  const trpc = useTRPC();
  const clusters = useQuery({
    ...trpc.cluster.list.queryOptions(),
    refetchInterval: ({ state }) =>
      state.data?.some((cluster) => cluster.state !== "ready") === true ? 5_000 : false,
  });
  const now = useNow(60_000);
  const known = clusters.data;
  const saved = savedSentence([...(useSavings()?.values() ?? [])]);
  return (
    <>
      <PageHead
        title={known ? fleetHeadline(known) : "Clusters"}
        lead={known && known.length > 0 ? [fleetSentence(known), saved].filter(Boolean).join(" ") : undefined}
        actions={known?.length === 0 ? undefined : <CreateCluster />}
      />
      <QueryPart
        query={clusters}
        failure="The clusters could not be read."
        loading={
          <TableSkeleton
            label="Loading the clusters"
            columns={["22%", "14%", "8%", "14%", "10%", "120px", "6%"]}
          />
        }
      >
        {(list) =>
          list.length === 0 ? (
            <Empty
              eye={<ClosedEye now={now} />}
              title="Begin with a sandbox"
              actions={<CreateCluster empty />}
            >
              It takes a few seconds and buys nothing. It is simulated, and says so wherever it appears.
            </Empty>
          ) : (
            <Fleet clusters={list} />
          )
        }
      </QueryPart>
    </>
  );
}
