"use client";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { FIXED_ZONES } from "./entry-draft.ts";
import type { GridDraft } from "./grid-draft.ts";

interface GridNameProps {
  draft: GridDraft;
  onChange: (draft: GridDraft) => void;
  errors: Record<string, string>;
  /** The key of a zone that exists does not change. */
  fixed: boolean;
}

/** The key that clusters and policies use, and the name that people read. */
export function GridName({ draft, onChange, errors, fixed }: GridNameProps) {
  const source = draft.entries[0]?.source;
  const known = source && FIXED_ZONES[source];
  return (
    <div className="grid gap-4 touch:grid-cols-2">
      <Field
        label="Key"
        error={errors["zone"]}
        help={fixed ? "Clusters and policies name it so." : "Such as DE or US-CAL-CISO."}
      >
        {(ids) =>
          known && !fixed ? (
            <Select
              {...ids}
              value={draft.zone}
              onChange={({ target }) => {
                const chosen = known.find(({ zone }) => zone === target.value);
                if (chosen) onChange({ ...draft, ...chosen });
              }}
            >
              {known.map(({ zone, name }) => (
                <option key={zone} value={zone}>
                  {zone}, {name}
                </option>
              ))}
            </Select>
          ) : (
            <Input
              {...ids}
              mono
              readOnly={fixed}
              value={draft.zone}
              onChange={({ target }) => onChange({ ...draft, zone: target.value })}
            />
          )
        }
      </Field>
      <Field label="Name" error={errors["name"]} help="As people read it.">
        {(ids) => (
          <Input
            {...ids}
            value={draft.name}
            onChange={({ target }) => onChange({ ...draft, name: target.value })}
          />
        )}
      </Field>
    </div>
  );
}
