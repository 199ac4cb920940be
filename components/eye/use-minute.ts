"use client";
import { useMemo } from "react";
import { useNow } from "#components/ui/clock.tsx";
import { MINUTE_MS } from "#server/domain/clock.ts";

/** The server's now at the last full minute, the same object until the next: what a drawing needs, and no more. */
export function useMinute(): Date {
  const minute = Math.floor(+useNow() / MINUTE_MS) * MINUTE_MS;
  return useMemo(() => new Date(minute), [minute]);
}
