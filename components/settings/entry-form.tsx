"use client";
import { SourceChoice } from "./source-choice.tsx";
import { AccountChoice } from "./account-choice.tsx";
import { EntryFields } from "./entry-fields.tsx";
import type { EntryDraft } from "./entry-draft.ts";

interface EntryFormProps {
  draft: EntryDraft;
  errors: Record<string, string>;
  onSource: (source: EntryDraft["source"]) => void;
  onChange: (part: Partial<EntryDraft>) => void;
}

/** One source of a grid: which, by whose key, and what it is told. */
export function EntryForm({ draft, errors, onSource, onChange }: EntryFormProps) {
  return (
    <div className="grid gap-4 pt-1 pb-2">
      <SourceChoice value={draft.source} onChange={onSource} />
      <AccountChoice
        key={draft.source}
        source={draft.source}
        value={draft.accountId}
        onChange={(accountId) => onChange({ accountId })}
        error={errors["accountId"]}
      />
      <EntryFields draft={draft} onChange={onChange} errors={errors} />
    </div>
  );
}
