"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { readSaved, type SavedFilter, withSaved } from "./saved.prepare.ts";

const KEY = "karbonetes.resource-filters";
const CHANGED = "karbonetes:resource-filters";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("storage", onChange); // another tab
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("storage", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

/** Filters with names, kept in this browser. */
export function useSavedFilters() {
  const text = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(KEY),
    () => null,
  );
  const saved = useMemo(() => readSaved(text), [text]);
  const write = useCallback((next: readonly SavedFilter[]) => {
    localStorage.setItem(KEY, JSON.stringify(next));
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return {
    saved,
    save: (filter: SavedFilter) => write(withSaved(saved, filter)),
    forget: (name: string) => write(saved.filter((one) => one.name !== name)),
  };
}
