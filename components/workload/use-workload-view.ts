"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type Filter, GROUPS } from "./list.prepare.ts";

export interface WorkloadViewState extends Filter {
  /** The opened row: cluster/namespace/name */
  open: string | null;
}

/** What the page shows is in its address, so that a link shows the same. */
export function useWorkloadView() {
  const pathname = usePathname();
  const search = useSearchParams();
  const group = search.get("group");
  const text = search.get("text") ?? "";
  const open = search.get("open");
  const view = useMemo(
    (): WorkloadViewState => ({ group: GROUPS.find((known) => known === group) ?? "all", text, open }),
    [group, text, open],
  );
  const setView = useCallback(
    (change: Partial<WorkloadViewState>) => {
      const params = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(change)) {
        if (!value || value === "all") params.delete(key);
        else params.set(key, value);
      }
      const query = params.toString().replaceAll("%2F", "/");
      // no navigation: the list is here already
      window.history.replaceState(null, "", query ? `${pathname}?${query}` : pathname);
    },
    [pathname],
  );
  return { view, setView };
}
