"use client";
import { countdown } from "#charts/format.ts";
import { useNow } from "#components/ui/clock.tsx";

/** "Retries by itself in 24 s", while a step fails. Null: it is not tried again without a person. */
export function NextAttempt({ at }: { at: Date | null }) {
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
      {left <= 0 ? "It is being tried again now." : `Retries by itself in ${countdown(left)}.`}
    </span>
  );
}
