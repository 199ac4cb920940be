"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import { ZoneKey, type SourceName } from "#server/domain/carbon/source-config.ts";
import type { CarbonAccount } from "./accounts-table.tsx";
import { emptyEntry, type EntryDraft } from "./entry-draft.ts";
import { EntryFields } from "./entry-fields.tsx";
import { checkEntry } from "./grid-draft.ts";

/** Asks with the key that is kept, for a zone, and shows what really comes back. */
export function TryAccount({ account, onClose }: { account: CarbonAccount; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Test ${account.name}`}
      description="It is asked for the last 24 h and a forecast, as a grid would ask. Nothing is saved."
    >
      <TryForm account={account} onClose={onClose} />
    </Dialog>
  );
}

function TryForm({ account, onClose }: { account: CarbonAccount; onClose: () => void }) {
  const trpc = useTRPC();
  const [zone, setZone] = useState(account.usedBy[0] ?? "DE");
  const [draft, setDraft] = useState<EntryDraft>(() => ({
    ...emptyEntry("trial", "UTC"),
    source: account.source as SourceName,
    accountId: account.id,
    fields: { emissionFactorType: "lifecycle" },
  }));
  const [shown, setShown] = useState(false);
  const trial = useMutation(trpc.carbon.testSource.mutationOptions());
  const checked = checkEntry(draft);
  const key = ZoneKey.safeParse(zone.trim());
  return (
    <form
      noValidate
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setShown(true);
        trial.reset();
        if (checked.ok && key.success) trial.mutate({ zone: key.data, ...checked.entry });
      }}
    >
      <Field
        label="For the grid"
        help="Its key here, such as DE or US-CAL-CISO."
        error={shown ? key.error?.issues[0]?.message : undefined}
      >
        {(ids) => <Input {...ids} mono value={zone} onChange={({ target }) => setZone(target.value)} />}
      </Field>
      <EntryFields
        draft={draft}
        errors={shown && !checked.ok ? checked.errors : {}}
        onChange={(part) => setDraft({ ...draft, ...part })}
      />
      {trial.error && <PartError title="It was not asked.">{trial.error.message}</PartError>}
      {trial.data && (
        <Note failed={!trial.data.answered}>
          <p role="status">{trial.data.message}</p>
        </Note>
      )}
      <DialogButtons>
        <Button onClick={onClose}>Close</Button>
        <Button kind="first" type="submit" busy={trial.isPending}>
          {trial.isPending ? "Asking the source" : "Ask it"}
        </Button>
      </DialogButtons>
    </form>
  );
}
