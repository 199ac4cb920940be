"use client";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import type { RegionCarbon } from "#server/domain/carbon/region-view.ts";
import { matchOf } from "./regions.prepare.ts";
import { WatchGrid } from "./watch-grid.tsx";

interface RegionMatchNoteProps {
  chosen: RegionCarbon | undefined;
  /** The class's own name of what is filled. */
  variable: string;
  zone: string;
  onZone: (zone: string) => void;
  onWatch: (zone: string) => void;
}

/** What the choice comes to: the variable and the zone, or why the zone is left to a person. */
export function RegionMatchNote({ chosen, variable, zone, onZone, onWatch }: RegionMatchNoteProps) {
  const match = matchOf(chosen, zone);
  const name = chosen?.region ?? "";
  return (
    <Note>
      <div role="status" className="max-w-[72ch]" data-testid="region-match">
        {match.kind === "none" && (
          <p className="text-ink-2">
            No region is chosen. Choosing one fills the variable <b className="mono">{variable}</b> and the
            zone below.
          </p>
        )}
        {match.kind === "unknown" && (
          <p>
            Which grid feeds {name} is not known here.{" "}
            <span className="text-ink-2">Set it in the table, or choose the zone below yourself.</span>
          </p>
        )}
        {match.kind === "unwatched" && (
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1.5">
            <p>
              {name} is fed by the grid {match.gridZone}, which is not watched here.{" "}
              <span className="text-ink-2">Watch it, or choose the nearest zone below.</span>
            </p>
            <WatchGrid zone={match.gridZone} onWatch={onWatch} />
          </div>
        )}
        {match.kind === "same" && (
          <p>
            <span className="mono">{variable}</span> is {name}, and its Jobs wait for the grid{" "}
            {match.gridZone}. <span className="text-ink-2">Both stand in the form below.</span>
          </p>
        )}
        {match.kind === "other" && (
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1.5">
            <p>
              {name} is fed by the grid {match.gridZone};{" "}
              {zone === "" ? "no zone is chosen yet." : `its Jobs would wait for the grid ${zone}.`}
            </p>
            <Button small onClick={() => onZone(match.gridZone)}>
              Set the zone to {match.gridZone}
            </Button>
          </div>
        )}
      </div>
    </Note>
  );
}
