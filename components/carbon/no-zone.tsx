"use client";
import Link from "next/link";
import { ClosedEye } from "#components/eye/closed-eye.tsx";
import { useMinute } from "#components/eye/use-minute.ts";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";

/** The page /carbon before any grid is watched. */
export function NoZone() {
  const minute = useMinute();
  return (
    <>
      <h1 className="sr-only">No grid is watched yet</h1>
      <Empty
        eye={<ClosedEye now={minute} />}
        title="No grid is watched yet"
        actions={
          <Button asChild kind="first">
            <Link href="/settings#grids">Add a zone</Link>
          </Button>
        }
      >
        A zone with a source makes the Eye open. Until then Jobs start at once, and say so.
      </Empty>
    </>
  );
}
