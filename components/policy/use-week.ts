"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { fromScore } from "#server/domain/carbon/score.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { CarbonPolicySpec } from "#server/domain/policy/spec.ts";

/** Whether a policy decides by more of the past than pages draw. */
const readsWeek = (spec: CarbonPolicySpec | undefined): boolean =>
  spec?.strategy === "percentile" && spec.percentileOf === "trailing-week";

/**
 * The zone with the readings that these policies decide by: a week of them where one asks for it, as its agents have. Undefined
 * until they are here.
 */
export function useWeek(
  zone: ZoneView | undefined,
  specs: readonly (CarbonPolicySpec | undefined)[],
): { zone: ZoneView | undefined; error: string | undefined } {
  const trpc = useTRPC();
  const wanted = zone !== undefined && specs.some(readsWeek);
  const score = useQuery({
    ...trpc.carbon.score.queryOptions({ zone: zone?.zone ?? "" }),
    enabled: wanted,
    refetchInterval: 300_000,
  });
  const recent = useMemo(() => score.data && fromScore(score.data).recent, [score.data]);
  const whole = useMemo(
    () => (zone && recent ? { ...zone, recent: [...recent] } : undefined),
    [zone, recent],
  );
  return wanted ? { zone: whole, error: score.error?.message } : { zone, error: undefined };
}
