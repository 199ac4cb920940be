"use client";
import { useMay } from "#components/shell/me.tsx";
import { Buttons } from "#components/ui/button.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { MendCredentials } from "./mend-credentials.tsx";
import { NextAttempt } from "./next-attempt.tsx";
import { RetryButton } from "./retry-button.tsx";

/** Under the step that fails: when it is tried again by itself, and the way to do so at once. Stuck, that way stands above. */
export function FailingStep({ cluster }: { cluster: ClusterDetail }) {
  const mayOperate = useMay("operate");
  const { operation, state, name } = cluster;
  const failed = operation?.steps.findLast((step) => step.state === "failed");
  const next = (
    <NextAttempt
      at={operation?.nextAttemptAt ?? null}
      attempt={(failed?.attempts.at(-1)?.attempt ?? 0) + 1}
    />
  );
  if (state === "stuck") return next;
  return (
    <Buttons className="items-center">
      {mayOperate && <RetryButton name={name} />}
      <MendCredentials cluster={cluster} />
      {next}
      {!mayOperate && <span className="text-small text-ink-3">Retrying now takes the role operator.</span>}
    </Buttons>
  );
}
