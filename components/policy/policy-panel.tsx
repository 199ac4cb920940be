"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PartError } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageSkeleton } from "#components/ui/skeleton.tsx";
import { PolicyEditor } from "./policy-editor.tsx";

/** The page /policies/[name]. */
export function PolicyPanel({ name }: { name: string }) {
  const trpc = useTRPC();
  const policy = useQuery(trpc.policy.get.queryOptions({ name }));
  if (policy.error?.data?.code === "NOT_FOUND") return <Unknown name={name} />;
  return (
    <QueryPart
      query={policy}
      failure={`${name} could not be read.`}
      loading={<PageSkeleton label={`Loading ${name}`} />}
    >
      {(view) => <WithFleet>{(fleet) => <PolicyEditor key={view.id} policy={view} {...fleet} />}</WithFleet>}
    </QueryPart>
  );
}

/** The page /policies/new. */
export function NewPolicyPanel() {
  return <WithFleet>{(fleet) => <PolicyEditor policy={null} {...fleet} />}</WithFleet>;
}

type Fleet = Pick<Parameters<typeof PolicyEditor>[0], "clusters" | "zones">;

/** Clusters to choose from and grids to foresee by; a policy can be edited without either. */
function WithFleet({ children }: { children: (fleet: Fleet) => React.ReactNode }) {
  const trpc = useTRPC();
  const clusters = useQuery(trpc.cluster.list.queryOptions());
  const zones = useQuery({ ...trpc.carbon.zones.queryOptions(), refetchInterval: 60_000 });
  if (clusters.isPending || zones.isPending) return <PageSkeleton label="Loading the policy" />;
  return (
    <>
      {clusters.error && (
        <PartError className="mb-4" title="The clusters could not be read.">
          {clusters.error.message} The rule can be edited; where it holds cannot.
        </PartError>
      )}
      {children({ clusters: clusters.data, zones: zones.data ?? [] })}
    </>
  );
}

function Unknown({ name }: { name: string }) {
  return (
    <Empty
      heading="h1"
      title={`There is no policy called ${name}`}
      actions={
        <Button asChild>
          <Link href="/policies">All policies</Link>
        </Button>
      }
    >
      It may have been deleted, or the address is mistyped.
    </Empty>
  );
}
