"use client";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { WorkloadViewState } from "./use-workload-view.ts";

interface FiltersProps {
  view: WorkloadViewState;
  setView: (change: Partial<WorkloadViewState>) => void;
  /** What waiting avoids, at the right. */
  sum: string | undefined;
}

export function Filters({ view, setView, sum }: FiltersProps) {
  return (
    <div className="mb-[18px] flex flex-wrap items-center gap-3">
      <SearchField
        label="Filter Jobs"
        placeholder="Name, namespace or cluster"
        className="touch:w-60"
        value={view.text}
        onChange={(text) => setView({ text })}
      />
      <Segmented
        label="State"
        className="max-touch:w-full"
        value={view.group}
        onChange={(group) => setView({ group })}
        choices={[
          { value: "all", label: "All" },
          { value: "waiting", label: "Waiting" },
          { value: "running", label: "Running" },
          { value: "finished", label: "Finished" },
        ]}
      />
      {sum && <span className="text-ink-2 touch:ml-auto">{sum}</span>}
    </div>
  );
}
