"use client";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { classes } from "#components/ui/classes.ts";
import { ClosedEye } from "#components/eye/closed-eye.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { Empty } from "#components/ui/empty.tsx";

/** `alone`: outside the console's frame. */
export function PageNotFound({ alone }: { alone?: boolean }) {
  const now = useNow(60_000);
  return (
    <div className={classes(alone && "mx-auto max-w-[640px] px-5 py-24")}>
      <Empty
        heading="h1"
        eye={<ClosedEye now={now} />}
        title="There is nothing at this address."
        actions={
          <Button asChild kind="first">
            <Link href="/">Go to the overview</Link>
          </Button>
        }
      >
        What stood here may have been deleted or renamed.
      </Empty>
    </div>
  );
}
