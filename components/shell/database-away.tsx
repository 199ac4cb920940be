"use client";
import { Button } from "#components/ui/button.tsx";
import { ClosedEye } from "#components/eye/closed-eye.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { Empty } from "#components/ui/empty.tsx";

/** Before anything could be read: most often the database is still starting. */
export function DatabaseAway({ onRetry }: { onRetry: () => void }) {
  const now = useNow(60_000);
  return (
    <main className="mx-auto max-w-[640px] px-5 py-24">
      <Empty
        heading="h1"
        eye={<ClosedEye now={now} />}
        title="The console cannot read its database."
        actions={
          <Button kind="first" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        It is starting, or away. Clusters go on holding and releasing Jobs by themselves.
      </Empty>
    </main>
  );
}
