"use client";
import Link from "next/link";
import { useMay } from "#components/shell/me.tsx";
import { Button } from "#components/ui/button.tsx";

/** A grid without a source gets one here, by who may add it. */
export function WatchGrid({ zone, onWatch }: { zone: string; onWatch: (zone: string) => void }) {
  const mayAdminister = useMay("administer");
  if (mayAdminister)
    return (
      <Button small onClick={() => onWatch(zone)}>
        Watch {zone}
      </Button>
    );
  return (
    <Link className="link text-small" href="/settings#grids">
      An administrator can watch {zone}
    </Link>
  );
}
