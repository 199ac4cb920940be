"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DryRunFigures } from "#components/dry-run/dry-run-figures.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Section } from "#components/ui/section.tsx";
import type { DryRunDays } from "#server/domain/policy/dry-run-view.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";

/** What the policy would have done to the Jobs that came; of one in earnest only where it, or a cluster of its, was in a dry run. */
export function DryRunSection({ policy: { name, spec } }: { policy: PolicyView }) {
  const trpc = useTRPC();
  const [days, setDays] = useState<DryRunDays>(7);
  const query = useQuery(
    trpc.policy.dryRun.queryOptions({ name, days }, { placeholderData: keepPreviousData }),
  );
  const recorded = (query.data?.jobs ?? 0) > 0 || days !== 7; // whoever chose the other period has seen some
  if (!spec.dryRun && !recorded) return null;
  return (
    <Section title="Dry run" aside={spec.dryRun ? "holds nothing" : "not now"}>
      <DryRunFigures query={query} days={days} onDays={setDays} />
    </Section>
  );
}
