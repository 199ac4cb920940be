"use client";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { PartError } from "#components/ui/note.tsx";
import { EntryRow } from "./entry-row.tsx";
import {
  checkEntry,
  closed,
  keptAsItWas,
  moved,
  opened,
  withEntry,
  withNewEntry,
  withoutEntry,
  withSource,
} from "./grid-draft.ts";
import { GridName } from "./grid-name.tsx";
import { GridWeather } from "./grid-weather.tsx";
import { useGridForm, type ExistingGrid } from "./use-grid-form.ts";

interface GridDialogProps {
  /** The grid whose list is changed; undefined: a new one. */
  existing: ExistingGrid | undefined;
  /** Of a new one: the key that it is asked for by. */
  zone?: string;
  onClose: () => void;
}
const MOST_SOURCES = 6;

export function GridDialog({ existing, zone, onClose }: GridDialogProps) {
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={existing ? `Who speaks for ${existing.name}?` : "Add a grid"}
      description="The first source that answers speaks; the next one stands in while it fails. What a source gave goes when it is removed."
    >
      <GridForm existing={existing} zone={zone} onClose={onClose} />
    </Dialog>
  );
}

function GridForm({ existing, zone, onClose }: GridDialogProps) {
  const form = useGridForm(existing, onClose, zone);
  const { draft, timeZone, change, errors, entryErrors } = form;
  return (
    <form
      noValidate
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <ol aria-label="Sources, in order" className="border-t border-line">
        {draft.entries.map((entry, index) => {
          const { key } = entry;
          const checked = checkEntry(entry);
          return (
            <EntryRow
              key={key}
              draft={entry}
              place={{ index, count: draft.entries.length }}
              open={draft.open === key}
              errors={entryErrors[key] ?? {}}
              entry={checked.ok ? checked.entry : undefined}
              zone={draft.zone.trim()}
              onTry={form.show}
              onMove={(by) => change(moved(draft, key, by))}
              onOpen={() => change(opened(draft, key, timeZone))}
              onClose={() => change(closed(draft))}
              onKeep={() => change(keptAsItWas(draft, key))}
              onRemove={() => change(withoutEntry(draft, key))}
              onSource={(source) => change(withSource(draft, key, source, existing !== undefined))}
              onChange={(part) => change(withEntry(draft, key, part))}
            />
          );
        })}
      </ol>
      {draft.entries.length < MOST_SOURCES && (
        <Button small className="justify-self-start" onClick={() => change(withNewEntry(draft, timeZone))}>
          Add a source to fall back on
        </Button>
      )}
      <GridName draft={draft} onChange={change} errors={errors} fixed={existing !== undefined} />
      <GridWeather place={draft.place} onChange={(place) => change({ ...draft, place })} errors={errors} />
      {form.mixture && <PartError title="This cannot be one grid.">{form.mixture}</PartError>}
      {(form.refusal ?? errors["sources"]) && (
        <PartError title="Nothing was saved.">{form.refusal ?? errors["sources"]}</PartError>
      )}
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="first" type="submit" busy={form.saving}>
          {existing ? "Save the list" : "Add the grid"}
        </Button>
      </DialogButtons>
    </form>
  );
}
