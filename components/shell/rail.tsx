"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useNow, useTimeZone } from "#components/ui/clock.tsx";
import { Mark } from "#components/ui/mark.tsx";
import { timeZoneWords } from "#components/ui/time-zone.ts";
import { GridNow } from "./grid-now.tsx";
import { useMe } from "./me.tsx";
import { isHere, PLACES } from "./places.ts";
import { useCounts } from "./use-counts.ts";

const SLIT =
  "before:absolute before:left-0.5 before:top-[7px] before:h-4 before:w-[5px] before:bg-ink before:[clip-path:polygon(50%_0,78%_22%,100%_50%,78%_78%,50%_100%,22%_78%,0_50%,22%_22%)]";

/** The words, the grid now, and who. Hidden on touch, where five tabs at the foot take over. */
export function Rail() {
  const pathname = usePathname();
  const counts = useCounts();
  return (
    <aside
      aria-label="Navigation and grid"
      className="sticky top-0 flex h-dvh flex-col gap-[22px] overflow-auto border-r border-line pt-3.5 pr-3 pb-3 pl-4 max-touch:hidden"
    >
      <Link
        href="/"
        className="flex h-6 flex-none items-center gap-[9px] text-[14px] font-semibold tracking-[-0.01em]"
      >
        <Mark />
        <span>Dragon’s Eye</span>
      </Link>
      <nav aria-label="Main">
        {PLACES.map(({ name, href }) => {
          const here = isHere(pathname, href);
          return (
            <Link
              key={href}
              href={href}
              aria-current={here ? "page" : undefined}
              className={`relative -ml-3 flex h-[30px] items-baseline justify-between gap-2 rounded-2 pr-2 pl-3 leading-[30px] transition-colors duration-(--t-touch) hover:bg-paper-2 hover:text-ink ${here ? `font-[550] text-ink ${SLIT}` : "text-ink-2"}`}
            >
              <span>{name}</span>
              <span className="text-small font-normal text-ink-3">{counts[name]}</span>
            </Link>
          );
        })}
      </nav>
      <GridNow />
      <Who />
    </aside>
  );
}

function Who() {
  const me = useMe();
  const now = useNow(60_000);
  const timeZone = useTimeZone();
  return (
    <div className="mt-auto grid gap-1 border-t border-line pt-2.5 text-small text-ink-3">
      <Link href="/settings" className="truncate hover:text-ink" title={me.email}>
        {me.name}
      </Link>
      <span suppressHydrationWarning>Times are {timeZoneWords(now, timeZone)}</span>
    </div>
  );
}
