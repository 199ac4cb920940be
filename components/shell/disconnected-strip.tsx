"use client";
import { clock, span } from "#charts/format.ts";
import { Button } from "#components/ui/button.tsx";
import { useRealNow, useTimeZone } from "#components/ui/clock.tsx";
import { Glyph } from "#components/ui/status.tsx";
import { STRIP_AFTER_MS } from "./connection.ts";
import { useLive } from "./live.tsx";

/** One strip under the bar while nothing new can come. Nothing is greyed out: what is shown was true. */
export function DisconnectedStrip() {
  const { connection, reconnect } = useLive();
  const timeZone = useTimeZone();
  const lostAt = connection.kind === "live" ? null : connection.lostAt;
  const real = useRealNow(1_000);
  const age = lostAt ? +real - +lostAt : 0;
  if (!lostAt || age < STRIP_AFTER_MS) return null;
  return (
    <div
      role="status"
      className="sticky top-(--bar) z-[4] flex flex-wrap items-center gap-3 border-l-[3px] border-ink bg-paper-3 px-4 py-2 desk:px-7"
    >
      <Glyph shape="unreachable" />
      <span>
        <b>Disconnected since {clock(lostAt, timeZone)}.</b> What you see is{" "}
        {age < 60_000 ? "less than a minute" : span(age)} old. Clusters go on holding and releasing Jobs by
        themselves.
      </span>
      <Button small className="ml-auto" busy={connection.kind === "connecting"} onClick={reconnect}>
        Reconnect now
      </Button>
    </div>
  );
}
