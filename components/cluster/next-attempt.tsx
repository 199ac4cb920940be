"use client";
import { countdown } from "#charts/format.ts";
import { useNow } from "#components/ui/clock.tsx";

/** "Attempt 3 starts by itself in 24 s.", while a step fails. Null: it is not tried again without a person. */
export function NextAttempt({ at, attempt }: { at: Date | null; attempt: number }) {
  const now = useNow(1_000);
  if (!at) return null;
  const left = +at - +now;
  return (
    <span
      className="text-ink-3"
      data-testid="next-attempt"
      data-at={at.toISOString()}
      suppressHydrationWarning
    >
      {left <= 0
        ? `Attempt ${attempt} starts by itself now.`
        : `Attempt ${attempt} starts by itself in ${countdown(left)}.`}
    </span>
  );
}
