"use client";
import { Select } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { LogFilter } from "./step-log.prepare.ts";

interface LogFiltersProps {
  filter: LogFilter;
  setFilter: (filter: LogFilter) => void;
  steps: readonly string[];
}

/** Steps are ours, conditions are Cluster API's: together they tell the story, apart each is short. */
export function LogFilters({ filter, setFilter, steps }: LogFiltersProps) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-3">
      <Segmented
        label="Which entries"
        className="max-touch:w-full"
        value={filter.show}
        onChange={(show) => setFilter({ ...filter, show })}
        choices={[
          { value: "all", label: "All" },
          { value: "steps", label: "Steps" },
          { value: "conditions", label: "Conditions" },
        ]}
      />
      <div className="touch:w-52 max-touch:w-full">
        <Select
          aria-label="Of which step"
          value={filter.step}
          className="touch:h-[30px]"
          onChange={({ target }) => setFilter({ ...filter, step: target.value })}
        >
          <option value="">Every step</option>
          {steps.map((step) => (
            <option key={step} value={step}>
              {step}
            </option>
          ))}
        </Select>
      </div>
    </div>
  );
}
