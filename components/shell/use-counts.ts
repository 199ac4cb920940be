"use client";
import type { PlaceName } from "./places.ts";

/** The numbers beside the rail's words. What is not known has none. */
export function useCounts(): Partial<Record<PlaceName, number>> {
  return {};
}
