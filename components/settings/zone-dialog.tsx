"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { useTimeZone } from "#components/ui/clock.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { checkDraft, emptyDraft, errorsOf, withSource, type ZoneDraft } from "./zone-draft.ts";
import { ZoneName } from "./zone-name.tsx";
import { ZoneSource } from "./zone-source.tsx";

interface ZoneDialogProps {
  /** The zone whose source is replaced; undefined: a new one. */
  existing: { zone: string; name: string; source: string } | undefined;
  onClose: () => void;
}

export function ZoneDialog({ existing, onClose }: ZoneDialogProps) {
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={existing ? `Who speaks for ${existing.name}?` : "Add a grid"}
      description={
        existing
          ? "Another source starts the grid’s series anew: readings of two sources are never mixed."
          : "A grid is a zone with one source. Clusters and policies name it by its key."
      }
    >
      <ZoneForm existing={existing} onClose={onClose} />
    </Dialog>
  );
}

function ZoneForm({ existing, onClose }: ZoneDialogProps) {
  const trpc = useTRPC();
  const { data: sources = [] } = useQuery(trpc.carbon.sources.queryOptions());
  const { draft, change, errors, refusal, attempt, save, trial } = useZoneForm(existing, onClose);
  return (
    <form
      noValidate
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        attempt("save");
      }}
    >
      <RadioGroup
        legend="Source"
        choices={sources.map(({ name, title, detail }) => ({ value: name, label: title, help: detail }))}
        value={draft.source}
        onChange={(source) => change(withSource(draft, source, existing !== undefined))}
      />
      <ZoneSource draft={draft} onChange={change} errors={errors} />
      <ZoneName draft={draft} onChange={change} errors={errors} fixed={existing !== undefined} />
      {refusal && <PartError title="Nothing was saved.">{refusal}</PartError>}
      {trial.data && (
        <Note>
          <p role="status">{trial.data.message}</p>
        </Note>
      )}
      <DialogButtons>
        <Button kind="quiet" className="mr-auto" busy={trial.isPending} onClick={() => attempt("trial")}>
          {trial.isPending ? "Asking the source" : "Test the source"}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="first" type="submit" busy={save.isPending}>
          {existing ? "Replace the source" : "Add the grid"}
        </Button>
      </DialogButtons>
    </form>
  );
}

function useZoneForm(existing: ZoneDialogProps["existing"], onClose: () => void) {
  const trpc = useTRPC();
  const timeZone = useTimeZone();
  const [draft, setDraft] = useState<ZoneDraft>(() => ({ ...emptyDraft(timeZone), ...keyOf(existing) }));
  const [shown, setShown] = useState(false);
  const save = useMutation(trpc.carbon.saveZone.mutationOptions({ onSuccess: onClose }));
  const trial = useMutation(trpc.carbon.testSource.mutationOptions());
  const verbs = { save, trial };
  const forget = () => Object.values(verbs).forEach((verb) => verb.reset());

  const checked = checkDraft(draft);
  const refused = save.error ?? trial.error;
  const fields = refused?.data?.fields;
  return {
    draft,
    save,
    trial,
    /** A refusal that belongs to no field. */
    refusal: fields ? undefined : refused?.message,
    errors: { ...(shown && !checked.ok ? checked.errors : {}), ...errorsOf(Object.entries(fields ?? {})) },
    change: (next: ZoneDraft) => {
      setDraft(next);
      forget();
    },
    attempt: (verb: keyof typeof verbs) => {
      setShown(true);
      forget();
      if (checked.ok) verbs[verb].mutate(checked.setting);
    },
  };
}

const keyOf = (existing: ZoneDialogProps["existing"]) =>
  existing ? { zone: existing.zone, name: existing.name } : {};
