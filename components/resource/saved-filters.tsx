"use client";
import Link from "next/link";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ResourceKind } from "#server/domain/resource/kind.ts";
import { hrefOf } from "./place.prepare.ts";
import type { SavedFilter } from "./saved.prepare.ts";
import type { ListViewState } from "./use-list-view.ts";
import { useSavedFilters } from "./use-saved-filters.ts";

interface SavedFiltersProps {
  cluster: string;
  kind: ResourceKind;
  namespace: string | null;
  view: ListViewState;
}

/** Lists one comes back to, by name, for every cluster; kept in this browser. */
export function SavedFilters({ cluster, kind, namespace, view }: SavedFiltersProps) {
  const { saved, save, forget } = useSavedFilters();
  const { text, labels, fields } = view;
  const isFilter = text !== "" || labels !== "" || fields !== "" || namespace !== null;
  if (saved.length === 0 && !isFilter) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-small">
      {saved.map((filter) => (
        <SavedLink key={filter.name} cluster={cluster} filter={filter} onForget={() => forget(filter.name)} />
      ))}
      {isFilter && (
        <SaveForm onSave={(name) => save({ name, kind: kind.id, namespace, text, labels, fields })} />
      )}
    </div>
  );
}

interface SavedLinkProps {
  cluster: string;
  filter: SavedFilter;
  onForget: () => void;
}
function SavedLink({
  cluster,
  filter: { name, kind, namespace, text, labels, fields },
  onForget,
}: SavedLinkProps) {
  return (
    <span className="inline-flex items-center gap-1">
      <Link
        className="link"
        href={hrefOf(cluster, { kind, namespace }, { text, labels, fields })}
        title={[kind, namespace, labels, fields, text].filter(Boolean).join(" · ")}
      >
        {name}
      </Link>
      <button
        type="button"
        aria-label={`Forget the filter ${name}`}
        onClick={onForget}
        className="inline-flex size-6 items-center justify-center rounded-1 text-ink-3 hover:text-ink max-touch:size-9"
      >
        ×
      </button>
    </span>
  );
}

const focus = (input: HTMLInputElement | null) => input?.focus();

function SaveForm({ onSave }: { onSave: (name: string) => void }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  if (!open)
    return (
      <Button small kind="quiet" onClick={() => setOpen(true)}>
        Save this filter
      </Button>
    );
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "") return;
        onSave(name.trim());
        setOpen(false);
        setName("");
      }}
    >
      <Input
        ref={focus}
        aria-label="Name of the filter"
        placeholder="Name of the filter"
        maxLength={60}
        value={name}
        className="w-44 touch:h-[26px]"
        onChange={({ target }) => setName(target.value)}
        onKeyDown={({ key }) => key === "Escape" && setOpen(false)}
      />
      <Button small type="submit" disabled={name.trim() === ""}>
        Save it
      </Button>
      <Button small kind="quiet" onClick={() => setOpen(false)}>
        Cancel
      </Button>
    </form>
  );
}
