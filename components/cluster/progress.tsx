"use client";
import { useNow } from "#components/ui/clock.tsx";
import type { OperationView } from "#server/domain/cluster/view.ts";
import { progressText } from "./progress.prepare.ts";

/** How far an operation is and when it may end, in words, beside its name. */
export function Progress({ operation, stuck }: { operation: OperationView; stuck: boolean }) {
  const now = useNow(operation.finishedAt ? 60_000 : 1_000);
  return (
    <span data-testid="progress" suppressHydrationWarning>
      {progressText(operation, now, stuck)}
    </span>
  );
}
