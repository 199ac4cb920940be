"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { useTRPC, useTRPCClient } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { PartError } from "#components/ui/note.tsx";
import { PageHead } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { ResourceKind } from "#server/domain/resource/kind.ts";
import { selectorFault } from "#server/domain/resource/selector.ts";
import type { ListView } from "#server/domain/resource/view.ts";
import { ListEnd } from "./list-end.tsx";
import { byName, headline, PAGE, pluralOf, SEARCH_PAGE } from "./list.prepare.ts";
import { ListFilters } from "./list-filters.tsx";
import { ResourceTable } from "./resource-table.tsx";
import { type ListViewState, useListView } from "./use-list-view.ts";
import { useSearch } from "./use-search.ts";

interface ResourceListProps {
  cluster: string;
  kind: ResourceKind;
  namespace: string | null;
}

const LOOK_AGAIN_MS = 10_000;

/** One kind's objects, page by page, in the columns of the API server. */
export function ResourceList({ cluster, kind, namespace }: ResourceListProps) {
  const { view, setView } = useListView();
  const list = useList({ cluster, kind, namespace }, view);
  const text = useDeferredValue(view.text);
  const { rows, last, columns } = usePages(list.data?.pages);
  const shown = useMemo(() => byName(rows ?? [], text), [rows, text]);
  const search = useSearch(list, text, shown.length);
  const drawn = useMemo(() => shown.slice(0, search.wanted), [shown, search.wanted]);
  const filtered = isFiltered(view);
  const plural = pluralOf(kind.kind);
  const counts = { shown: shown.length, ...restOf(rows, last) };
  return (
    <div data-testid="resource-list">
      <PageHead
        title={rows ? headline(cluster, kind, { namespace, filtered }, counts) : `${plural} of ${cluster}`}
      />
      <ListFilters cluster={cluster} kind={kind} namespace={namespace} view={view} setView={setView} />
      {list.error && (
        <ReadFailure
          message={list.error.message}
          code={list.error.data?.code}
          busy={list.isFetching}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.isLoading && (
        <TableSkeleton
          label={`Loading the ${plural}`}
          columns={["28%", "12%", "10%", "14%", "8%"]}
          rows={8}
        />
      )}
      <ResourceTable
        cluster={cluster}
        kind={kind}
        namespace={namespace}
        columns={columns}
        rows={drawn}
        view={view}
        setView={setView}
      />
      {rows && (
        <ListEnd
          counts={counts}
          drawn={drawn.length}
          filtered={filtered}
          bySearch={text.trim() !== ""}
          searching={search.searching}
          busy={list.isFetchingNextPage}
          onMore={search.showMore}
          onShowAll={() => setView({ text: "", labels: "", fields: "" })}
        />
      )}
    </div>
  );
}

const isFiltered = ({ text, labels, fields }: ListViewState) => text !== "" || labels !== "" || fields !== "";

const restOf = (rows: ListView["rows"] | undefined, last: ListView | undefined) => ({
  loaded: rows?.length ?? 0,
  remaining: last?.remaining ?? null,
  more: last ? last.next !== null : false,
});

function usePages(pages: readonly ListView[] | undefined) {
  const rows = useMemo(() => pages?.flatMap((page) => page.rows), [pages]);
  return { rows, last: pages?.at(-1), columns: pages?.[0]?.columns ?? [] };
}

/** A list of one page is looked at again by itself; of many pages the later ones would go stale under the reader. */
function useList({ cluster, kind, namespace }: ResourceListProps, view: ListViewState) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const wish = { cluster, kind: kind.id, namespace, labelSelector: view.labels, fieldSelector: view.fields };
  const limit = view.text.trim() === "" ? PAGE : SEARCH_PAGE; // not in the key: the pages read so far are kept
  return useInfiniteQuery({
    ...trpc.resource.list.infiniteQueryOptions(wish, { getNextPageParam: ({ next }) => next }),
    queryFn: ({ pageParam, signal }) =>
      client.resource.list.query({ ...wish, limit, cursor: pageParam }, { signal }),
    enabled: selectorFault(view.labels) === undefined,
    refetchInterval: ({ state }) =>
      state.error || (state.data?.pages.length ?? 0) > 1 ? false : LOOK_AGAIN_MS,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= 1,
    staleTime: 5_000,
  });
}

interface ReadFailureProps {
  message: string;
  code: string | undefined;
  busy: boolean;
  onRetry: () => void;
}
function ReadFailure({ message, code, busy, onRetry }: ReadFailureProps) {
  return (
    <PartError
      className="mb-4"
      title="The list could not be read."
      code={code}
      actions={
        <Button small busy={busy} onClick={onRetry}>
          Read it again
        </Button>
      }
    >
      {message}
    </PartError>
  );
}
