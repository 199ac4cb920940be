"use client";

/** Each zone with its Eye, grams and next window, on every page. */
export function GridNow() {
  return null;
}
