"use client";
import { Select } from "#components/ui/input.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { FleetView } from "./use-fleet-view.ts";

interface FleetFiltersProps {
  view: FleetView;
  setView: (change: Partial<FleetView>) => void;
  choices: readonly { value: string; label: string }[];
}

export function FleetFilters({ view, setView, choices }: FleetFiltersProps) {
  return (
    <div className="mb-[18px] flex flex-wrap items-center gap-3">
      <SearchField
        label="Filter clusters"
        placeholder="Name, grid, version or team=ml"
        className="touch:w-64"
        value={view.text}
        onChange={(text) => setView({ text })}
      />
      <Segmented
        label="Which clusters"
        className="max-touch:w-full"
        value={view.show}
        onChange={(show) => setView({ show })}
        choices={[
          { value: "all", label: "All" },
          { value: "needs-look", label: "Need a look" },
          { value: "waiting", label: "With waiting Jobs" },
        ]}
      />
      <div className="touch:w-44 max-touch:w-full">
        <Select
          aria-label="Group by"
          value={view.by}
          className="touch:h-[30px]"
          onChange={({ target }) => setView({ by: target.value })}
        >
          <option value="">Not grouped</option>
          {choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </div>
    </div>
  );
}
