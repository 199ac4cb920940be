"use client";
import { useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

interface SaveBarProps {
  draft: PolicyDraftState;
  policy: PolicyView | null;
  clusters: readonly ClusterSummary[] | undefined;
  dirty: boolean;
  saving: boolean;
  onSave: () => void;
}

/** Stays at the foot while the form scrolls. Ctrl-S does the same. */
export function SaveBar({ draft, policy, clusters, dirty, saving, onSave }: SaveBarProps) {
  const { errors } = draft.form.formState;
  const able = dirty && !saving && !draft.conflict;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      if (able) onSave();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [able, onSave]);
  return (
    <div className="sticky bottom-0 z-[3] mt-9 flex flex-wrap items-center gap-3 border-t border-line-2 bg-paper py-3 max-touch:bottom-14">
      <Button kind="first" busy={saving} disabled={!able} aria-keyshortcuts="Control+S" onClick={onSave}>
        Save and roll out
      </Button>
      {draft.changed && (
        <Button kind="quiet" onClick={() => draft.startAgain(policy)}>
          Discard the draft
        </Button>
      )}
      <span aria-live="polite" className="text-ink-2 max-touch:basis-full touch:ml-auto">
        {errors.root ? (
          <span role="alert" className="text-crimson">
            {errors.root.message}
          </span>
        ) : (
          footOf({ draft, clusters, dirty })
        )}
      </span>
    </div>
  );
}

function footOf({ draft, clusters, dirty }: Pick<SaveBarProps, "draft" | "clusters" | "dirty">): string {
  if (draft.conflict) return "Choose above whose generation the draft goes on from.";
  if (!dirty) return "Nothing to save.";
  const wrong = Object.keys(draft.form.formState.errors).length > 0;
  if (wrong) return "A field needs another value before this can be saved.";
  const { clusterIds } = draft.values;
  if (clusterIds.length === 0) return "It holds on no cluster until one is chosen.";
  const names = clusters?.filter(({ id }) => clusterIds.includes(id)).map(({ name }) => name) ?? [];
  return names.length === 0 ? "" : `Rolls out to ${joined(names)}. No running Job is touched.`;
}

const joined = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
