"use client";
import { useQuery } from "@tanstack/react-query";
import { clock, intensity } from "#charts/format.ts";
import { Eye } from "#components/eye/eye.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { useNow, useTimeZone } from "#components/ui/clock.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";

/** The grid that feeds it, now and next. */
export function WakeTo({ cluster }: { cluster: ClusterDetail }) {
  const trpc = useTRPC();
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  const now = useNow(30_000);
  const timeZone = useTimeZone();
  const zone = zones.data?.find((candidate) => candidate.zone === cluster.zone);
  if (!zone) return null;
  const awake = cluster.state === "ready" || cluster.state === "unreachable";
  return (
    <Section title={awake ? "Its grid now" : "What it will wake to"}>
      <div className="grid grid-cols-[120px_1fr] items-center gap-3.5">
        <Eye zone={zone} size={120} now={now} />
        <p className="text-small leading-[17px] text-ink-2" suppressHydrationWarning>
          {zone.latest ? <b>{intensity(zone.latest.gramsPerKwh)}.</b> : <b>No reading yet.</b>}{" "}
          {nextWindow(zone, now, timeZone)}
          <span className="mt-1 block text-ink-3">{zone.provenance}</span>
        </p>
      </div>
    </Section>
  );
}

function nextWindow({ windows, forecast }: ZoneView, now: Date, timeZone: string): string {
  const next = windows.find(({ closesAt }) => closesAt > now);
  if (!forecast) return "There is no forecast: Jobs start at once.";
  if (!next) return "No green window in the next 24 h.";
  if (next.opensAt <= now) return `A window is open until ${clock(next.closesAt, timeZone)}.`;
  return `The next window opens at ${clock(next.opensAt, timeZone)}.`;
}
