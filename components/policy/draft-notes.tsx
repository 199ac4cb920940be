"use client";
import { Button, Buttons } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { Ago } from "#components/ui/time.tsx";
import type { PolicyView } from "#server/domain/policy/view.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

/** That someone saved another generation meanwhile, or that an earlier draft was found. */
export function DraftNotes({ draft, policy }: { draft: PolicyDraftState; policy: PolicyView | null }) {
  if (draft.conflict && policy)
    return (
      <Note failed className="mb-5">
        <div role="alert">
          <p>
            <b>
              {policy.updatedBy} saved generation {policy.generation} while you were drafting.
            </b>{" "}
            <span className="text-ink-2">
              Your draft is kept, here and in this browser. The marked fields show where it differs from
              theirs.
            </span>
          </p>
        </div>
        <Buttons className="mt-2">
          <Button small kind="first" onClick={draft.keepMine}>
            Go on from theirs with my draft
          </Button>
          <Button small onClick={() => draft.startAgain(policy)}>
            Take theirs
          </Button>
        </Buttons>
      </Note>
    );
  if (!draft.restoredAt || !draft.changed) return null;
  return (
    <Note className="mb-5">
      <p>
        <b>Your draft is back.</b>{" "}
        <span className="text-ink-2">
          It was kept in this browser <Ago at={draft.restoredAt} /> and is not in force.
        </span>{" "}
        <button type="button" className="link" onClick={() => draft.startAgain(policy)}>
          Discard it
        </button>
      </p>
    </Note>
  );
}
