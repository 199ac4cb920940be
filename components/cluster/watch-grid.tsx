"use client";
import Link from "next/link";
import { useMay } from "#components/shell/me.tsx";
import { Button } from "#components/ui/button.tsx";

/** A grid without a source gets one here, by who may add it. */
export function WatchGrid({
  zone,
  onWatch,
  quiet,
}: {
  zone: string;
  onWatch: (zone: string) => void;
  /** In a table, where a button's edge would be loud. */
  quiet?: boolean;
}) {
  const mayAdminister = useMay("administer");
  if (mayAdminister)
    return (
      <Button
        small
        kind={quiet ? "quiet" : "plain"}
        className={quiet ? "touch:h-auto! px-0!" : undefined}
        onClick={() => onWatch(zone)}
      >
        Watch {zone}
      </Button>
    );
  return (
    <Link className="link text-small" href="/settings#grids">
      An administrator can watch {zone}
    </Link>
  );
}
