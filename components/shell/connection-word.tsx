"use client";
import { clock, day } from "#charts/format.ts";
import { useClockRate, useNow, useRealNow, useTimeZone } from "#components/ui/clock.tsx";
import { Glyph } from "#components/ui/status.tsx";
import { connectionWord } from "./connection.ts";
import { useLive } from "./live.tsx";

/** One word for the connection, and the clock. */
export function ConnectionWord() {
  const { connection } = useLive();
  const real = useRealNow(500);
  return (
    <div className="flex items-center gap-[7px] text-small whitespace-nowrap text-ink-2">
      <span role="status" className="flex items-center gap-[7px]">
        <Glyph shape={connection.kind === "live" ? "ready" : "unreachable"} />
        {connectionWord(connection, real)}
      </span>
      <Now />
    </div>
  );
}

function Now() {
  const now = useNow(1_000);
  const timeZone = useTimeZone();
  const rate = useClockRate();
  return (
    <time
      dateTime={now.toISOString()}
      title={`${now.toISOString().slice(11, 16)} UTC`}
      className="text-ink-3 max-touch:hidden"
      suppressHydrationWarning
    >
      {day(now, timeZone)}, {clock(now, timeZone)}
      {rate !== 1 && `, ${rate} times as fast`}
    </time>
  );
}
