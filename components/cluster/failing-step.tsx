"use client";
import { useMay } from "#components/shell/me.tsx";
import { Buttons } from "#components/ui/button.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { MendCredentials } from "./mend-credentials.tsx";
import { NextAttempt } from "./next-attempt.tsx";
import { RetryButton } from "./retry-button.tsx";

/** Under the step that fails: when it is tried again by itself, and the way to do so at once. */
export function FailingStep({ cluster }: { cluster: ClusterDetail }) {
  const mayOperate = useMay("operate");
  return (
    <Buttons className="items-center">
      {mayOperate && <RetryButton name={cluster.name} />}
      <MendCredentials cluster={cluster} />
      <NextAttempt at={cluster.operation?.nextAttemptAt ?? null} />
      {!mayOperate && <span className="text-small text-ink-3">Retrying now takes the role operator.</span>}
    </Buttons>
  );
}
