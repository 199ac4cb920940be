"use client";
import { Tag } from "#components/ui/status.tsx";
import { Row, Td } from "#components/ui/table.tsx";
import type { RegionCarbon } from "#server/domain/carbon/region-view.ts";
import { RegionGrid } from "./region-grid.tsx";
import { nextCell, nowCell, type RegionCell, yearCell } from "./regions.prepare.ts";

interface RegionRowProps {
  row: RegionCarbon;
  /** The name that ties the choices of one table to each other. */
  group: string;
  now: Date;
  suggested: boolean;
  chosen: boolean;
  onChoose: (region: RegionCarbon) => void;
  onWatch: (zone: string) => void;
}

export function RegionRow({ row, group, now, suggested, chosen, onChoose, onWatch }: RegionRowProps) {
  const { region, provider } = row;
  return (
    <Row data-testid={`region-${region}`}>
      <Td>
        <label className="flex min-h-9 cursor-pointer items-center gap-2.5">
          <input
            type="radio"
            name={group}
            className="size-[14px] flex-none accent-ink"
            checked={chosen}
            onChange={() => onChoose(row)}
          />
          <span className="leading-[17px]">
            <span className="font-[550]">{region}</span>
            {suggested && <Tag className="ml-1.5">suggested</Tag>}
            {provider !== null && <small className="block text-small text-ink-3">{provider}</small>}
          </span>
        </label>
      </Td>
      <Td wide className="max-touch:py-1 touch:py-[7px]">
        <RegionGrid row={row} onWatch={onWatch} />
      </Td>
      <Measure head="Now" cell={nowCell(row, now)} />
      <Measure head="Next 24&nbsp;h" cell={nextCell(row)} />
      <Measure head="Year" cell={yearCell(row)} />
    </Row>
  );
}

/** On a phone the heads are gone, so that each number says what it is. */
function Measure({ head, cell: { value, note } }: { head: string; cell: RegionCell }) {
  return (
    <Td number wide className="max-touch:flex max-touch:justify-between" suppressHydrationWarning>
      <span className="text-ink-3 touch:hidden">{head}</span>
      <span>
        {value}
        {note !== undefined && (
          <small className={value === undefined ? "text-body text-ink-3" : "block text-small text-ink-3"}>
            {note}
          </small>
        )}
      </span>
    </Td>
  );
}
