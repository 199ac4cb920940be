"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Note } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { ObjectTreeView } from "#server/domain/cluster/cluster-api/tree/view.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { ObjectTree } from "./object-tree.tsx";

const MOVING_MS = 3_000;
const RESTING_MS = 15_000;

/** What the management cluster has of it, as clusterctl describes it: read live, nothing of it is kept here. */
export function ObjectTreeSection({ cluster }: { cluster: ClusterDetail }) {
  const trpc = useTRPC();
  const { name } = cluster;
  const tree = useQuery({
    ...trpc.cluster.object.tree.queryOptions({ name }),
    // most changes there are no event here: it is looked at often while something moves
    refetchInterval: ({ state }) => (state.error || state.data?.moving === false ? RESTING_MS : MOVING_MS),
    retry: false,
  });
  return (
    <Section
      title="Objects"
      aside={tree.data && <CopyButton text={tree.data.command} label="Copy the clusterctl command" />}
    >
      <QueryPart
        query={tree}
        failure="Its objects could not be read."
        loading={<TableSkeleton label="Loading the objects" columns={["46%", "8%", "8%", "18%"]} rows={6} />}
      >
        {(view) => <Shown view={view} cluster={cluster} />}
      </QueryPart>
    </Section>
  );
}

function Shown({
  view: { root, sentence, unread },
  cluster,
}: {
  view: ObjectTreeView;
  cluster: ClusterDetail;
}) {
  return (
    <>
      {unread.map((each) => (
        <Note key={each} className="mb-2.5 text-ink-2">
          {each}
        </Note>
      ))}
      {root ? (
        <ObjectTree root={root} cluster={cluster} />
      ) : (
        <p className="max-w-[72ch] text-ink-2">{sentence}</p>
      )}
    </>
  );
}
