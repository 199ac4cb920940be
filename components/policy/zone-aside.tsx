import { Segmented } from "#components/ui/segmented.tsx";
import type { DraftZone } from "./use-draft-zone.ts";

/** At the right of a section: the grid it speaks of, or a choice where the draft holds on several. */
export function ZoneAside({ zone, zones, pick }: DraftZone) {
  if (!zone) return null;
  if (zones.length === 1) return `${zone.name}, ${zone.provenance}`;
  return (
    <Segmented
      label="Grid"
      value={zone.zone}
      onChange={pick}
      choices={zones.slice(0, 4).map((choice) => ({ value: choice.zone, label: choice.zone }))}
    />
  );
}
