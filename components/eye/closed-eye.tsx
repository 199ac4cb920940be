"use client";
import { useTimeZone } from "#components/ui/clock.tsx";
import { MediumEye } from "./medium-eye.tsx";
import type { EyeModel } from "./eye.prepare.ts";

const NOTHING: EyeModel = {
  state: "none",
  gramsPerKwh: null,
  open: false,
  plates: [],
  gaps: [{ from: -360, to: 0 }],
  slots: [],
  windows: [],
  limit: null,
  scale: 1,
  job: null,
};

/** A closed eye: nothing is known yet. Stands over the one sentence and the one action of an empty page. */
export function ClosedEye({ size = 148, now, className }: { size?: number; now: Date; className?: string }) {
  const timeZone = useTimeZone();
  const svg = { width: size, height: size, className, "aria-hidden": true as const };
  return <MediumEye id="closed" model={NOTHING} now={now} timeZone={timeZone} svg={svg} />;
}
