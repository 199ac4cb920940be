"use client";
import { Button } from "#components/ui/button.tsx";
import { ClosedEye } from "#components/ui/closed-eye.tsx";
import { Empty } from "#components/ui/empty.tsx";

/** Before anything could be read: most often the database is still starting. */
export function DatabaseAway({ onRetry }: { onRetry: () => void }) {
  return (
    <main className="mx-auto max-w-[640px] px-5 py-24">
      <Empty
        eye={<ClosedEye />}
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
