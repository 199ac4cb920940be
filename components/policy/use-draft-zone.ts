"use client";
import { useState } from "react";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

/** The grid that a draft is foreseen and tried on. */
export interface DraftZone {
  /** Undefined where no grid is known. */
  zone: ZoneView | undefined;
  /** Those that may be picked. */
  zones: readonly ZoneView[];
  pick: (zone: string) => void;
}

/** One pick for all that is said of the draft. */
export function useDraftZone(
  draft: PolicyDraftState,
  clusters: readonly ClusterSummary[] | undefined,
  zones: readonly ZoneView[],
): DraftZone {
  const mine = zonesOf(draft, clusters, zones);
  const [picked, setPicked] = useState<string>();
  return {
    zone: mine.find(({ zone }) => zone === picked) ?? mine[0],
    zones: mine,
    pick: setPicked,
  };
}

/** The grids it would decide by: its own, else those of its clusters, else any. */
function zonesOf(
  { spec, values }: PolicyDraftState,
  clusters: readonly ClusterSummary[] | undefined,
  zones: readonly ZoneView[],
): ZoneView[] {
  if (spec.zone !== undefined) return zones.filter(({ zone }) => zone === spec.zone);
  const wanted = clusters?.filter(({ id }) => values.clusterIds.includes(id)).map(({ zone }) => zone) ?? [];
  const found = zones.filter(({ zone }) => wanted.includes(zone));
  return found.length > 0 ? found : zones.slice(0, 1);
}
