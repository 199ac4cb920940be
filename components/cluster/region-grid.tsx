"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/input.tsx";
import type { RegionCarbon } from "#server/domain/carbon/region-view.ts";
import { placeOfRegion } from "./regions.prepare.ts";
import { WatchGrid } from "./watch-grid.tsx";

interface RegionGridProps {
  row: RegionCarbon;
  onWatch: (zone: string) => void;
}

/** Which grid feeds a region, who says so, and the way to say otherwise. */
export function RegionGrid({ row, onWatch }: RegionGridProps) {
  const { region, gridZone, gridName, setByPerson, watched } = row;
  const mayAdminister = useMay("administer");
  const place = placeOfRegion(region);
  const [changing, setChanging] = useState(false);
  if (changing && place !== undefined)
    return <ChangeGrid row={row} place={place} onDone={() => setChanging(false)} />;
  return (
    <div className="leading-[17px]">
      {gridZone === null ? (
        <span className="text-ink-3">not known</span>
      ) : (
        <span>{gridName === null || gridName === gridZone ? gridZone : `${gridZone}, ${gridName}`}</span>
      )}
      <span className="flex flex-wrap items-baseline gap-x-2 text-small text-ink-3">
        {setByPerson && <span>set by a person</span>}
        {gridZone !== null && !watched && <WatchGrid quiet zone={gridZone} onWatch={onWatch} />}
        {mayAdminister && place !== undefined && (
          <Button small kind="quiet" className="touch:h-auto! px-0!" onClick={() => setChanging(true)}>
            {gridZone === null ? "Set its grid" : "Another grid"}
            <span className="sr-only"> for {region}</span>
          </Button>
        )}
      </span>
    </div>
  );
}

const BY_TABLE = "";

/** Kept as a place of one's own, as under Settings: it goes before the table for every cluster to come. */
function ChangeGrid({
  row: { region, gridZone, setByPerson },
  place,
  onDone,
}: {
  row: RegionCarbon;
  place: string;
  onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const places = useQuery(trpc.setting.places.queryOptions());
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  const save = useMutation(
    trpc.setting.savePlaces.mutationOptions({
      onSuccess: async (saved) => {
        queryClient.setQueryData(trpc.setting.places.queryKey(), saved);
        await queryClient.invalidateQueries({ queryKey: trpc.carbon.regions.pathKey() });
        onDone();
      },
    }),
  );
  function set(zone: string): void {
    const { [place]: _, ...others } = places.data ?? {};
    save.mutate(zone === BY_TABLE ? others : { ...others, [place]: zone });
  }
  const failure = places.error ?? zones.error ?? save.error;
  return (
    <div className="grid gap-1">
      <div className="flex items-center gap-1.5">
        <Select
          aria-label={`Grid that feeds ${region}`}
          className="h-[30px]"
          disabled={save.isPending || !places.data || !zones.data}
          value={setByPerson ? (gridZone ?? BY_TABLE) : BY_TABLE}
          onChange={({ target }) => set(target.value)}
        >
          <option value={BY_TABLE}>{setByPerson ? "As the table has it" : "Choose one"}</option>
          {zones.data?.map(({ zone, name }) => (
            <option key={zone} value={zone}>
              {name === zone ? zone : `${zone}, ${name}`}
            </option>
          ))}
        </Select>
        <Button small kind="quiet" onClick={onDone}>
          Leave it
        </Button>
      </div>
      {failure && (
        <p role="alert" className="text-small text-crimson">
          {failure.message}
        </p>
      )}
    </div>
  );
}
