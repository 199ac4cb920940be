"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { withQuery } from "./search.prepare.ts";

/**
 * The address of the page, and ways to change it without a navigation, since the page is here already: `change` is a step
 * that the back button undoes, `note` only keeps the address true.
 */
export function useSearch() {
  const pathname = usePathname();
  const params = useSearchParams();
  const change = useCallback(
    (query: Query) => window.history.pushState(null, "", withQuery(pathname, window.location.search, query)),
    [pathname],
  );
  const note = useCallback(
    (query: Query) =>
      window.history.replaceState(null, "", withQuery(pathname, window.location.search, query)),
    [pathname],
  );
  return { params, change, note };
}

type Query = Record<string, string | null>;
