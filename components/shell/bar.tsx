"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { classes } from "#components/ui/classes.ts";
import { Loupe } from "#components/ui/loupe.tsx";
import { ConnectionWord } from "./connection-word.tsx";
import { usePalette } from "./palette.tsx";
import { crumbsOf } from "./places.ts";

/** Deep down, a small window names only what is nearest. */
const isFar = (index: number, depth: number, near: number): boolean => depth > 3 && index < depth - near;

/** Where I am; search; the connection and the clock. Nothing else. */
export function Bar() {
  const crumbs = crumbsOf(usePathname());
  const { open } = usePalette();
  return (
    <header className="sticky top-0 z-[5] flex h-(--bar) items-center gap-2.5 border-b border-line bg-paper px-4 touch:gap-4 touch:px-5 desk:px-8">
      <nav aria-label="Breadcrumbs" className="flex min-w-0 items-center gap-2 whitespace-nowrap text-ink-3">
        {crumbs.map(({ name, href }, index) =>
          index === crumbs.length - 1 ? (
            <span key={href} aria-current="page" className="truncate font-medium text-ink">
              {name}
            </span>
          ) : (
            <span
              key={href}
              className={classes(
                "flex min-w-0 gap-2",
                isFar(index, crumbs.length, 3) && "max-desk:hidden",
                isFar(index, crumbs.length, 2) && "max-touch:hidden",
              )}
            >
              <Link href={href} className="truncate text-ink-2 hover:text-ink">
                {name}
              </Link>
              <span aria-hidden="true">/</span>
            </span>
          ),
        )}
      </nav>
      <button
        type="button"
        aria-keyshortcuts="Control+K"
        aria-label="Search or run a command"
        onClick={open}
        className="ml-auto flex h-11 w-11 flex-none items-center justify-center gap-6 rounded-2 text-ink-3 hover:text-ink-2 touch:h-[30px] touch:w-[260px] touch:justify-between touch:border touch:border-line-2 touch:pr-1.5 touch:pl-2.5 touch:hover:border-control"
      >
        <span className="max-touch:hidden">Search or run a command</span>
        <kbd className="rounded-1 border border-line-2 bg-paper-2 px-[5px] font-sans text-micro leading-[18px] font-medium text-ink-2 max-touch:hidden">
          Ctrl K
        </kbd>
        <Loupe className="touch:hidden" />
      </button>
      <ConnectionWord />
    </header>
  );
}
