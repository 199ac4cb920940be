import { z } from "zod";
import { CLOUD_REGIONS, type CloudRegion } from "./cloud-regions.ts";
import { ZoneKey } from "./source-config.ts";

const MOST_PLACES = 500;
export const PlaceName = z
  .string({ error: "Give the place, such as eu-central-1 or europe-west3-a." })
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/, {
    error: "A place is the value of a node's label, such as eu-central-1 or europe-west3-a.",
  });

/** Grid zone by region or topology zone, as people set it: goes before the table of cloud regions. */
export const Places = z
  .record(PlaceName, ZoneKey)
  .refine((places) => Object.keys(places).length <= MOST_PLACES, {
    error: `At most ${MOST_PLACES} places are kept.`,
  });
export type Places = z.infer<typeof Places>;

export const ZONE_LABEL = "topology.kubernetes.io/zone";
export const REGION_LABEL = "topology.kubernetes.io/region";

export interface PlacedIn {
  gridZone: string;
  /** The value that decided: "eu-central-1". */
  place: string;
  /** Undefined where a person set it. */
  region: CloudRegion | undefined;
}

const regions = new Map(CLOUD_REGIONS.map((region) => [region.region, region]));

/** The grid zone of a node by its labels: exact zone, then region, then the zone without its letter or number. */
export function gridZoneOf(
  labels: Readonly<Record<string, string>>,
  overrides: Places = {},
): PlacedIn | undefined {
  const zone = labels[ZONE_LABEL]?.toLowerCase();
  const region = labels[REGION_LABEL]?.toLowerCase();
  const stripped = zone?.replace(/(?<=\d)[a-z]$|-([a-z]|\d)$/, "");
  for (const place of [zone, region, stripped]) {
    if (place === undefined || place === "") continue;
    const own = Object.hasOwn(overrides, place) ? overrides[place] : undefined;
    if (own !== undefined) return { gridZone: own, place, region: undefined };
    const known = regions.get(place);
    if (known) return { gridZone: known.gridZone, place, region: known };
  }
  return undefined;
}

/** The grid zone of most of the nodes, and how many of them say so. */
export function gridZoneOfNodes(
  nodes: readonly Readonly<Record<string, string>>[],
  overrides: Places = {},
): (PlacedIn & { count: number }) | undefined {
  const counts = new Map<string, PlacedIn & { count: number }>();
  for (const labels of nodes) {
    const placed = gridZoneOf(labels, overrides);
    if (!placed) continue;
    const known = counts.get(placed.gridZone);
    counts.set(placed.gridZone, { ...placed, ...known, count: (known?.count ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count)[0];
}

/** Where nodes stand, for people; undefined where no label of theirs says it. */
export function placeWords(placed: PlacedIn | undefined, set: string | undefined): string | undefined {
  if (!placed) return undefined;
  const { gridZone, place, region } = placed;
  const where = `Its nodes stand in ${place}${region ? ` (${region.provider})` : ""}, which the grid ${gridZone} feeds`;
  return set === undefined || set === gridZone ? `${where}.` : `${where}; it is set to ${set}.`;
}
