"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Bar } from "#components/ui/skeleton.tsx";
import type { DryRunDays, DryRunView } from "#server/domain/policy/dry-run-view.ts";
import { dryRunBasis, dryRunSentence } from "./dry-run.prepare.ts";

interface DryRunFiguresProps {
  query: UseQueryResult<DryRunView, { message: string; data?: { code?: string } | null | undefined }>;
  days: DryRunDays;
  onDays: (days: DryRunDays) => void;
}

/** What dry runs would have come to, over a week or a month. */
export function DryRunFigures({ query, days, onDays }: DryRunFiguresProps) {
  return (
    <div className="grid justify-items-start gap-2.5">
      <Segmented
        label="Over"
        choices={PERIODS}
        value={String(days) as Period}
        onChange={(next) => onDays(next === "7" ? 7 : 30)}
      />
      <QueryPart query={query} failure="What it would have saved could not be read." loading={<Loading />}>
        {(view) => (
          <div className="grid gap-1.5" aria-live="polite">
            <p className="text-pretty">{dryRunSentence(view)}</p>
            <p className="text-small text-pretty text-ink-3">{dryRunBasis(view)}</p>
          </div>
        )}
      </QueryPart>
    </div>
  );
}

type Period = "7" | "30";
const PERIODS = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
] as const satisfies readonly { value: Period; label: string }[];

const Loading = () => (
  <div role="status" aria-busy="true" aria-label="Loading what it would have saved" className="grid gap-2">
    <Bar width="260px" />
    <Bar width="200px" />
  </div>
);
