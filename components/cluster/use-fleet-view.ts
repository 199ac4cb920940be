"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type FleetFilter, SHOWS } from "./fleet-groups.prepare.ts";

export interface FleetView extends FleetFilter {
  /** "state", "label:team"; empty: not grouped. */
  by: string;
}

/** What the page shows is in its address, so that a link shows the same. */
export function useFleetView() {
  const pathname = usePathname();
  const search = useSearchParams();
  const [show, text, by] = [search.get("show"), search.get("text") ?? "", search.get("by") ?? ""];
  const view = useMemo(
    (): FleetView => ({ show: SHOWS.find((known) => known === show) ?? "all", text, by }),
    [show, text, by],
  );
  const setView = useCallback(
    (change: Partial<FleetView>) => {
      const params = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(change)) {
        if (value === "" || value === "all") params.delete(key);
        else params.set(key, value);
      }
      const query = params.toString();
      window.history.replaceState(null, "", query ? `${pathname}?${query}` : pathname); // the list is here already
    },
    [pathname],
  );
  return { view, setView };
}
