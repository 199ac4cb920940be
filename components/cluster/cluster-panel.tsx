"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageSkeleton } from "#components/ui/skeleton.tsx";
import { ClusterView } from "./cluster-view.tsx";
import { useGone } from "./use-gone.ts";

/** The page /clusters/[name]. */
export function ClusterPanel({ name }: { name: string }) {
  const trpc = useTRPC();
  const cluster = useQuery({
    ...trpc.cluster.get.queryOptions({ name }),
    // live updates wake the page; this is for a step that moves while the stream is down
    refetchInterval: ({ state }) => {
      if (state.error) return false;
      return state.data?.operation && !state.data.operation.finishedAt ? 3_000 : 15_000;
    },
  });
  const missing = cluster.error?.data?.code === "NOT_FOUND";
  const leaving = useGone(name, cluster.data, missing);
  if (missing) return leaving ? <PageSkeleton label="Leaving" /> : <Unknown name={name} />;
  return (
    <QueryPart
      query={cluster}
      failure={`${name} could not be read.`}
      loading={<PageSkeleton label={`Loading ${name}`} />}
    >
      {(detail) => <ClusterView cluster={detail} />}
    </QueryPart>
  );
}

function Unknown({ name }: { name: string }) {
  return (
    <Empty
      heading="h1"
      title={`There is no cluster called ${name}`}
      actions={
        <Button asChild>
          <Link href="/clusters">All clusters</Link>
        </Button>
      }
    >
      It may have been deleted, or the address is mistyped.
    </Empty>
  );
}
