"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import type { ResourceKind } from "#server/domain/resource/kind.ts";
import { selectorFault } from "#server/domain/resource/selector.ts";
import { hrefOf } from "./place.prepare.ts";
import { SavedFilters } from "./saved-filters.tsx";
import type { ListViewState } from "./use-list-view.ts";

interface ListFiltersProps {
  cluster: string;
  kind: ResourceKind;
  namespace: string | null;
  view: ListViewState;
  setView: (change: Partial<ListViewState>) => void;
}

/** Names are looked for here, page by page; labels and namespace are the API server's to look for. */
export function ListFilters({ cluster, kind, namespace, view, setView }: ListFiltersProps) {
  return (
    <div className="mb-4 grid gap-2.5">
      <div className="flex flex-wrap items-start gap-2.5">
        <SearchField
          label="Name contains"
          placeholder="Name contains"
          className="touch:w-48"
          value={view.text}
          onChange={(text) => setView({ text })}
        />
        <LabelsField key={view.labels} labels={view.labels} onChange={(labels) => setView({ labels })} />
        {kind.namespaced && (
          <NamespaceField cluster={cluster} kind={kind} namespace={namespace} view={view} />
        )}
        {view.fields !== "" && (
          <Button small onClick={() => setView({ fields: "" })} className="touch:h-[30px]">
            <span className="mono">{view.fields}</span>
            <span aria-hidden="true">×</span>
            <span className="sr-only">: take this filter away</span>
          </Button>
        )}
      </div>
      <SavedFilters cluster={cluster} kind={kind} namespace={namespace} view={view} />
    </div>
  );
}

/** Asked of the API server, so on Enter or on leaving, not at each key. */
function LabelsField({ labels, onChange }: { labels: string; onChange: (labels: string) => void }) {
  const [typed, setTyped] = useState(labels);
  const fault = selectorFault(typed);
  const settle = () => {
    if (!fault && typed.trim() !== labels) onChange(typed.trim());
  };
  return (
    <form
      className="max-touch:w-full touch:w-64"
      onSubmit={(event) => {
        event.preventDefault();
        settle();
      }}
    >
      <Input
        mono
        aria-label="Label selector"
        placeholder="Labels, such as app=web"
        value={typed}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? "label-fault" : undefined}
        className="touch:h-[30px]"
        onChange={({ target }) => setTyped(target.value)}
        onBlur={settle}
      />
      {fault && (
        <p id="label-fault" role="alert" className="mt-1 text-small text-crimson">
          {fault}
        </p>
      )}
    </form>
  );
}

function NamespaceField({ cluster, kind, namespace, view }: Omit<ListFiltersProps, "setView">) {
  const trpc = useTRPC();
  const router = useRouter();
  const namespaces = useQuery({ ...trpc.workload.namespaces.queryOptions({ cluster }), staleTime: 60_000 });
  const known = namespaces.data ?? [];
  const choices = namespace && !known.includes(namespace) ? [namespace, ...known] : known;
  const go = (to: string) =>
    router.push(hrefOf(cluster, { kind: kind.id, namespace: to || null }, { ...view }), { scroll: false });
  return (
    <div className="max-touch:w-full touch:w-48">
      <Select
        aria-label="Namespace"
        value={namespace ?? ""}
        className="touch:h-[30px]"
        onChange={({ target }) => go(target.value)}
      >
        <option value="">All namespaces</option>
        {choices.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
      {namespaces.isError && (
        <p className="mt-1 text-small text-ink-3">
          The namespaces cannot be listed; one in the address works.
        </p>
      )}
    </div>
  );
}
