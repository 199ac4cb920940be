"use client";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { Table, Th } from "#components/ui/table.tsx";
import type { RegionCarbon } from "#server/domain/carbon/region-view.ts";
import type { RegionSuggestion } from "#server/domain/carbon/suggest-region.ts";
import { RegionRow } from "./region-row.tsx";
import { firstRegions, type RegionKey, sortedBy, sortOfBasis, sortRegions } from "./regions.prepare.ts";

interface RegionTableProps {
  rows: readonly RegionCarbon[];
  suggestion: RegionSuggestion;
  chosen: string;
  onChoose: (region: RegionCarbon) => void;
  onWatch: (zone: string) => void;
}
const MOST_SHOWN = 8;
const HEADS: readonly { by: RegionKey; label: string; number?: boolean }[] = [
  { by: "region", label: "Region" },
  { by: "gridZone", label: "Grid" },
  { by: "now", label: "Now", number: true },
  { by: "next24h", label: "Next 24\u00a0h", number: true },
  { by: "year", label: "Mean of the year", number: true },
];

/** Regions beside each other, the greenest first until another order is asked for. */
export function RegionTable({ rows, suggestion, chosen, onChoose, onWatch }: RegionTableProps) {
  const group = useId();
  const now = useNow(60_000);
  const [asked, setAsked] = useState<ReturnType<typeof sortedBy>>();
  const [all, setAll] = useState(false);
  const sort = asked ?? sortOfBasis(suggestion.basis);
  const sorted = sortRegions(rows, sort);
  const shown = all ? sorted : firstRegions(sorted, MOST_SHOWN, chosen);
  return (
    <div>
      <Table stack>
        <caption className="sr-only">Regions, and how green each is</caption>
        <thead>
          <tr>
            {HEADS.map(({ by, label, number }) => (
              <Th key={by} number={number ?? false} aria-sort={sortWord(sort, by)}>
                <button
                  type="button"
                  className="cursor-pointer hover:text-ink"
                  onClick={() => setAsked(sortedBy(sort, by))}
                >
                  {label}
                  <span aria-hidden="true" className="inline-block w-3 text-right">
                    {sort.by === by ? (sort.down ? "↓" : "↑") : ""}
                  </span>
                </button>
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <RegionRow
              key={row.region}
              row={row}
              group={group}
              now={now}
              suggested={row.region === suggestion.region}
              chosen={row.region === chosen}
              onChoose={onChoose}
              onWatch={onWatch}
            />
          ))}
        </tbody>
      </Table>
      {!all && shown.length < rows.length && (
        <Button small className="mt-2.5" onClick={() => setAll(true)}>
          Show all {rows.length} regions
        </Button>
      )}
    </div>
  );
}

function sortWord(sort: { by: RegionKey; down: boolean }, by: RegionKey) {
  if (sort.by !== by) return undefined;
  return sort.down ? "descending" : "ascending";
}
