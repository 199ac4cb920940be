"use client";
import { countdown, grams, percent } from "#charts/format.ts";
import { useNow } from "#components/ui/clock.tsx";
import { Time } from "#components/ui/time.tsx";
import { MINUTE_MS } from "#server/domain/clock.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { savingOf } from "./list.prepare.ts";

/** When waiting is over, while it waits; whether that was kept, after. */
export function LatestStart({ row }: { row: WorkloadRow }) {
  const { latestStart, startedAt, group } = row;
  if (!latestStart) return <span className="text-ink-3">none</span>;
  if (group === "waiting" || !startedAt) return <Time at={latestStart} />;
  const kept = +startedAt <= +latestStart + MINUTE_MS;
  return <span className="text-ink-3">{kept ? "met" : "passed"}</span>;
}

/** The grams, a bar as long as their share, and the share. */
export function Saved({ row }: { row: WorkloadRow }) {
  const saving = savingOf(row);
  if (saving.kind === "unknown") return <span className="text-ink-3">not known</span>;
  if (saving.kind === "nothing") return <span className="text-ink-3">nothing to save</span>;
  const share = Math.min(100, Math.max(0, saving.percent));
  return (
    <span className="grid grid-cols-[52px_1fr_36px] items-center gap-1.5">
      <span data-saving-grams={saving.grams.toFixed(1)}>{grams(saving.grams)}</span>
      <i aria-hidden="true" className="relative block h-1.5 rounded-[1px] bg-line-2">
        <b className="absolute inset-y-0 left-0 rounded-l-[1px] bg-ink-2" style={{ width: `${share}%` }} />
      </i>
      <span className="text-ink-3">{percent(saving.percent)}</span>
    </span>
  );
}

/** Starts in, runs for, or what it emitted. */
export function LastCell({ row }: { row: WorkloadRow }) {
  switch (row.group) {
    case "waiting":
      return row.releaseAt ? <StartsIn at={row.releaseAt} /> : <span className="text-ink-3">not known</span>;
    case "running":
      return row.startedAt ? <RunsFor since={row.startedAt} /> : <span className="text-ink-3">starting</span>;
    case "finished":
      return row.gramsMeasured === null ? (
        <span className="text-ink-3">not known</span>
      ) : (
        <span className="text-ink-2">{grams(row.gramsMeasured)}</span>
      );
  }
}

/** Ticks each second only in its last minutes; hundreds of rows count down at once. */
function StartsIn({ at }: { at: Date }) {
  const slow = useNow(5_000);
  const near = +at - +slow < 3 * MINUTE_MS;
  return near ? <Ticking at={at} /> : <Left at={at} now={slow} />;
}

function Ticking({ at }: { at: Date }) {
  return <Left at={at} now={useNow(1_000)} />;
}

function Left({ at, now }: { at: Date; now: Date }) {
  const left = +at - +now;
  return (
    <time dateTime={at.toISOString()} suppressHydrationWarning>
      {left <= 0 ? "now" : countdown(left)}
    </time>
  );
}

function RunsFor({ since }: { since: Date }) {
  const now = useNow(5_000);
  return (
    <time dateTime={since.toISOString()} className="text-ink-2" suppressHydrationWarning>
      {countdown(+now - +since)}
    </time>
  );
}
