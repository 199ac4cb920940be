"use client";
import { countdown, day, span, when } from "#charts/format.ts";
import { useNow, useTimeZone } from "./clock.tsx";
import { MINUTE_MS } from "#server/domain/clock.ts";

/** "13:30", "Thu 06:24": the viewer's time; UTC on hover. */
export function Time({ at, className }: { at: Date; className?: string }) {
  const timeZone = useTimeZone();
  const now = useNow(MINUTE_MS);
  return (
    <time dateTime={at.toISOString()} title={utc(at)} className={className} suppressHydrationWarning>
      {when(at, now, timeZone)}
    </time>
  );
}

/** "12 min ago" */
export function Ago({ at, className }: { at: Date; className?: string }) {
  const now = useNow(10_000);
  return (
    <time dateTime={at.toISOString()} title={utc(at)} className={className} suppressHydrationWarning>
      {+now - +at < MINUTE_MS ? "just now" : `${span(+now - +at)} ago`}
    </time>
  );
}

/** "4 h 48", "24 s"; what is past says `past`. */
export function Countdown({ to, past = "now", className }: { to: Date; past?: string; className?: string }) {
  const now = useNow(1_000);
  const left = +to - +now;
  return (
    <time dateTime={to.toISOString()} title={utc(to)} className={className} suppressHydrationWarning>
      {left <= 0 ? past : countdown(left)}
    </time>
  );
}

const utc = (at: Date) => `${day(at, "UTC")}, ${at.toISOString().slice(11, 16)} UTC`;
