"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import type { ZoneSource } from "#server/domain/carbon/speaker.ts";
import type { WeatherPlace } from "#server/domain/carbon/weather-place.ts";
import { errorsOf } from "./entry-draft.ts";
import { checkGrid, gridOf, mixtureOf, newGrid, newGridOf, type GridDraft } from "./grid-draft.ts";

export interface ExistingGrid {
  zone: string;
  name: string;
  sources: readonly ZoneSource[];
  weather: WeatherPlace | null;
}

/** The draft of a grid, what is wrong with it, and its saving. */
export function useGridForm(
  existing: ExistingGrid | undefined,
  onSaved: () => void,
  wanted: string | undefined,
) {
  const trpc = useTRPC();
  const timeZone = useTimeZone();
  const [draft, setDraft] = useState<GridDraft>(() => {
    if (existing) return gridOf(existing);
    return wanted === undefined ? newGrid(timeZone) : newGridOf(wanted, timeZone);
  });
  const [shown, setShown] = useState(false);
  const save = useMutation(trpc.carbon.saveZone.mutationOptions({ onSuccess: onSaved }));
  const checked = checkGrid(draft);
  const fields = save.error?.data?.fields;
  const mixture = mixtureOf(draft);
  return {
    draft,
    timeZone,
    saving: save.isPending,
    /** A refusal that belongs to no field. */
    refusal: fields ? undefined : save.error?.message,
    mixture,
    errors: { ...(shown && !checked.ok ? checked.errors : {}), ...errorsOf(Object.entries(fields ?? {})) },
    entryErrors: shown && !checked.ok ? checked.entries : {},
    show: () => setShown(true),
    change: (next: GridDraft) => {
      setDraft(next);
      save.reset();
    },
    submit: () => {
      setShown(true);
      save.reset();
      if (checked.ok && !mixture) save.mutate(checked.grid);
    },
  };
}
