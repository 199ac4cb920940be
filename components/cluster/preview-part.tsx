"use client";
import { Changes } from "#components/resource/change-review.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Bar } from "#components/ui/skeleton.tsx";
import { Status } from "#components/ui/status.tsx";
import type { ChangePreview } from "#server/domain/cluster/cluster-api/change-preview.ts";
import type { UpgradeCheck } from "#server/domain/cluster/cluster-api/upgrade-check.ts";
import type { usePreview } from "./use-change.ts";

/** What the management cluster answers to a change that is not asked for yet. */
export function PreviewPart({ preview }: { preview: ReturnType<typeof usePreview> }) {
  if (preview.error)
    return (
      <PartError className="mt-3" title="It would be refused.">
        {preview.error.message}
      </PartError>
    );
  if (!preview.data)
    return (
      <div className="mt-3 grid gap-2" role="status" aria-label="Asking the management cluster">
        <Bar width="70%" />
        <Bar width="50%" />
      </div>
    );
  return <Answer preview={preview.data} />;
}

function Answer({ preview: { words, changes, checks, autoscaler } }: { preview: ChangePreview }) {
  return (
    <div className="mt-3 grid gap-3">
      <UpgradeChecks checks={checks} />
      {words.length > 0 && (
        <ul aria-label="What will change" className="grid gap-1">
          {words.map((sentence) => (
            <li key={sentence} className="max-w-[72ch] break-words">
              {sentence}
            </li>
          ))}
        </ul>
      )}
      {words.length === 0 && checks.every(({ ok }) => ok) && <p>Nothing would change.</p>}
      {autoscaler && <p className="max-w-[72ch] text-small text-ink-2">{autoscaler}</p>}
      {changes.length > 0 && (
        <div>
          <p className="mb-1.5 text-small text-ink-3">
            In its Cluster object, by the management cluster's own dry run. Nothing is written yet.
          </p>
          <div
            tabIndex={0}
            role="region"
            aria-label="Fields that change"
            className="max-h-[36dvh] overflow-y-auto"
          >
            <Changes changes={changes} />
          </div>
        </div>
      )}
    </div>
  );
}

/** Each with what mends it where it does not hold. */
export function UpgradeChecks({ checks }: { checks: readonly UpgradeCheck[] }) {
  if (checks.length === 0) return null;
  return (
    <ul aria-label="Checks" className="border-b border-line">
      {checks.map(({ name, title, ok, sentence, mend }) => (
        <li
          key={name}
          className="grid gap-x-3 border-t border-line py-1.5 touch:grid-cols-[140px_minmax(0,1fr)]"
        >
          <Status shape={ok ? "ready" : "failed"} className="font-[550]">
            {title}
            <span className="sr-only">: {ok ? "as it should be" : "in the way"}</span>
          </Status>
          <p className="break-words text-ink-2">
            {sentence} {mend && <b className="font-[550] text-ink">{mend}</b>}
          </p>
        </li>
      ))}
    </ul>
  );
}
