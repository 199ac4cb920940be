"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

export interface ListViewState {
  /** In names and cells: read on for until there is a page of it. */
  text: string;
  /** A label selector, for the API server. */
  labels: string;
  /** A field selector, as a link from elsewhere sets it. */
  fields: string;
  /** "all": the columns of little worth too. */
  columns: string;
}

/** What the list shows is in its address, so that a link shows the same. */
export function useListView() {
  const pathname = usePathname();
  const search = useSearchParams();
  const [text, labels] = [search.get("text") ?? "", search.get("labels") ?? ""];
  const [fields, columns] = [search.get("fields") ?? "", search.get("columns") ?? ""];
  const view = useMemo(
    (): ListViewState => ({ text, labels, fields, columns }),
    [text, labels, fields, columns],
  );
  const setView = useCallback(
    (change: Partial<ListViewState>) => {
      const params = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(change)) {
        if (value === "") params.delete(key);
        else params.set(key, value);
      }
      const query = params.toString();
      window.history.replaceState(null, "", query ? `${pathname}?${query}` : pathname);
    },
    [pathname],
  );
  return { view, setView };
}
