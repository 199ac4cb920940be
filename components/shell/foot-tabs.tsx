"use client";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { GridSign } from "./grid-sign.tsx";
import { isHere, PLACES, type PlaceName } from "./places.ts";
import { useCounts } from "./use-counts.ts";
import { Menu } from "#components/ui/menu.tsx";

const TABS: readonly PlaceName[] = ["Overview", "Workloads", "Clusters", "Carbon"];
const TAB =
  "relative grid content-center justify-items-center gap-[3px] text-micro text-ink-2 aria-[current=page]:font-semibold aria-[current=page]:text-ink aria-[current=page]:before:absolute aria-[current=page]:before:inset-x-[24%] aria-[current=page]:before:-top-px aria-[current=page]:before:h-0.5 aria-[current=page]:before:bg-ink";

/** Below 760 px: four words with their numbers, and the rest behind the fifth. */
export function FootTabs() {
  const pathname = usePathname();
  const router = useRouter();
  const counts = useCounts();
  const more = PLACES.filter(({ name }) => !TABS.includes(name));
  return (
    <nav
      aria-label="Main, small screens"
      className="fixed inset-x-0 bottom-0 z-[6] grid h-14 grid-cols-5 border-t border-line-2 bg-paper touch:hidden"
    >
      {TABS.map((tab) => {
        const place = PLACES.find(({ name }) => name === tab);
        if (!place) return null;
        return (
          <Link
            key={tab}
            href={place.href}
            aria-current={isHere(pathname, place.href) ? "page" : undefined}
            className={TAB}
          >
            <span
              aria-hidden="true"
              className="grid h-[18px] place-items-center text-[15px] leading-[18px] font-[550]"
            >
              {tab === "Overview" || tab === "Carbon" ? <GridSign place={tab} /> : (counts[tab] ?? "–")}
            </span>
            {tab}
          </Link>
        );
      })}
      <Menu
        label="More places"
        items={more.map(({ name, href }) => ({ label: name, onSelect: () => router.push(href) }))}
        trigger={
          <button
            type="button"
            aria-current={more.some(({ href }) => isHere(pathname, href)) ? "page" : undefined}
            className={TAB}
          >
            <span aria-hidden="true" className="text-[15px] leading-[18px] font-[550]">
              ⋯
            </span>
            More
          </button>
        }
      />
    </nav>
  );
}
