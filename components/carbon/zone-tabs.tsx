"use client";
import Link from "next/link";
import { shortName } from "#components/eye/eye.sentence.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";

export const zonePath = (zone: string): string => `/carbon/${encodeURIComponent(zone)}`;

/** One tab a zone; each is a place of its own. */
export function ZoneTabs({ zones, current }: { zones: readonly ZoneView[]; current: string }) {
  return (
    <nav aria-label="Zones" className="-mt-2 mb-[22px] flex gap-5 overflow-x-auto border-b border-line-2">
      {zones.map((zone) => (
        <Link
          key={zone.zone}
          href={zonePath(zone.zone)}
          aria-current={zone.zone === current ? "page" : undefined}
          className="-mb-px flex h-11 flex-none items-center border-b-2 border-transparent text-ink-2 no-underline hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-ink aria-[current=page]:font-[550] aria-[current=page]:text-ink touch:h-9"
        >
          {shortName(zone) === zone.zone ? zone.zone : `${zone.zone}, ${shortName(zone)}`}
        </Link>
      ))}
    </nav>
  );
}
