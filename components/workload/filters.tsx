"use client";
import { useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { WorkloadViewState } from "./use-workload-view.ts";

interface FiltersProps {
  view: WorkloadViewState;
  setView: (change: Partial<WorkloadViewState>) => void;
  /** What waiting avoids, at the right. */
  sum: string | undefined;
}

export function Filters({ view, setView, sum }: FiltersProps) {
  // the address follows; typing must not wait for it
  const [typed, setTyped] = useState(view.text);
  const [shown, setShown] = useState(view.text);
  if (shown !== view.text) {
    setShown(view.text);
    setTyped(view.text);
  }
  return (
    <div className="mb-[18px] flex flex-wrap items-center gap-3">
      <search className="touch:w-60 max-touch:w-full">
        <Input
          type="search"
          aria-label="Filter Jobs"
          placeholder="Name, namespace or cluster"
          value={typed}
          className="touch:h-[30px]"
          onChange={({ target }) => {
            setTyped(target.value);
            setShown(target.value);
            setView({ text: target.value });
          }}
        />
      </search>
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
