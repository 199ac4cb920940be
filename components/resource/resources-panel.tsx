"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageHead } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { KindsView } from "#server/domain/resource/view.ts";
import { KindNav } from "./kind-nav.tsx";
import { ObjectPanel } from "./object-panel.tsx";
import { type Place, placeOf } from "./place.prepare.ts";
import { ResourceList } from "./resource-list.tsx";
import { UnknownKind } from "./unknown-kind.tsx";

/** The pages under /clusters/[name]/resources: which kinds there are, one kind's list, one object. */
export function ResourcesPanel({ cluster, path }: { cluster: string; path: readonly string[] }) {
  const trpc = useTRPC();
  const kinds = useQuery({ ...trpc.resource.kinds.queryOptions({ cluster }), staleTime: 60_000 });
  return (
    <>
      {!kinds.data && <PageHead title={`Resources of ${cluster}`} />}
      <QueryPart
        query={kinds}
        failure={`What ${cluster} holds could not be read.`}
        loading={
          <TableSkeleton label={`Asking ${cluster}`} columns={["16%", "30%", "10%", "12%"]} rows={8} />
        }
      >
        {(view) => <Whole cluster={cluster} view={view} place={placeOf(path)} />}
      </QueryPart>
    </>
  );
}

function Whole({ cluster, view, place }: { cluster: string; view: KindsView; place: Place }) {
  const kind = view.kinds.find(({ id }) => id === place.kind);
  return (
    <div className="grid items-start gap-x-10 gap-y-5 touch:grid-cols-[168px_minmax(0,1fr)] desk:grid-cols-[200px_minmax(0,1fr)]">
      <KindNav cluster={cluster} view={view} current={place} />
      <div className="min-w-0">
        {!kind ? (
          <UnknownKind cluster={cluster} id={place.kind} />
        ) : place.name === null ? (
          <ResourceList key={kind.id} cluster={cluster} kind={kind} namespace={place.namespace} />
        ) : (
          <ObjectPanel
            key={`${kind.id}/${place.namespace}/${place.name}`}
            cluster={cluster}
            kind={kind}
            namespace={place.namespace}
            name={place.name}
          />
        )}
      </div>
    </div>
  );
}
