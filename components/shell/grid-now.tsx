"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Eye } from "#components/eye/eye.tsx";
import { useNow, useTimeZone } from "#components/ui/clock.tsx";
import { MINUTE_MS } from "#server/domain/clock.ts";
import { provenanceWords, shortCodes, windowWords } from "./grid-now.prepare.ts";
import { useTRPC } from "./trpc.ts";

/** Each zone with its Eye, grams and next window, on every page. */
export function GridNow() {
  const trpc = useTRPC();
  const { data: zones } = useQuery(trpc.carbon.zones.queryOptions());
  const now = useNow(MINUTE_MS / 4);
  const timeZone = useTimeZone();
  if (!zones || zones.length === 0) return null;
  const codes = shortCodes(zones.map(({ zone }) => zone));
  return (
    <section aria-labelledby="grid-now" className="flex-none">
      <h2 id="grid-now" className="mb-1.5 text-micro font-medium text-ink-3">
        Grid now, g/kWh
      </h2>
      {zones.map((view) => (
        <Link
          key={view.zone}
          href={`/carbon/${encodeURIComponent(view.zone)}`}
          title={`${view.name}, ${view.provenance}`}
          className="grid h-[34px] grid-cols-[26px_minmax(0,1fr)_auto] items-center gap-1.5 rounded-2 pr-2 hover:bg-paper-2"
        >
          <Eye zone={view} size={24} now={now} hidden />
          <span className="min-w-0">
            <b className="block truncate leading-4 font-medium">{codes.get(view.zone)}</b>
            <small className="block truncate text-micro text-ink-3">{windowWords(view, now, timeZone)}</small>
          </span>
          <span className={view.stale ? "text-ink-3" : undefined}>
            {view.latest ? Math.round(view.latest.gramsPerKwh) : "–"}
          </span>
        </Link>
      ))}
      <p className="mt-1.5 text-micro text-ink-3">{provenanceWords(zones)}</p>
    </section>
  );
}
