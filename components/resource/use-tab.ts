"use client";
import { usePathname, useSearchParams } from "next/navigation";

export const TABS = ["yaml", "events", "logs", "terminal"] as const;
export type Tab = (typeof TABS)[number];

/** Which part of an object is shown is in the address. */
export function useTab() {
  const pathname = usePathname();
  const asked = useSearchParams().get("show");
  return {
    tab: TABS.find((known) => known === asked) ?? "yaml",
    setTab: (tab: Tab) =>
      window.history.replaceState(null, "", tab === "yaml" ? pathname : `${pathname}?show=${tab}`),
  };
}
