"use client";
import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { MOST_CSV_CHARACTERS } from "#server/domain/carbon/csv.ts";
import { sourceTitleOf } from "#server/domain/carbon/source-config.ts";
import type { EntryDraft } from "./entry-draft.ts";

interface EntryFieldsProps {
  draft: EntryDraft;
  onChange: (part: Partial<EntryDraft>) => void;
  errors: Record<string, string>;
}

/** What the chosen source has to be told: most forms are made from its list of fields. */
export function EntryFields(props: EntryFieldsProps) {
  const { source } = props.draft;
  if (source === "replay") return <CsvSource {...props} />;
  return source === "static" ? <ClockSource {...props} /> : <ListedFields {...props} />;
}

function ListedFields({ draft, onChange, errors }: EntryFieldsProps) {
  const fields = sourceTitleOf(draft.source)?.fields ?? [];
  if (fields.length === 0) return null;
  return (
    <div className="grid gap-4 touch:grid-cols-2">
      {fields.map(({ key, label, help, kind, options, required }) => {
        const value = draft.fields[key] ?? "";
        const set = (text: string) => onChange({ fields: { ...draft.fields, [key]: text } });
        return (
          <Field key={key} label={required ? label : `${label} (optional)`} help={help} error={errors[key]}>
            {(ids) =>
              kind === "select" ? (
                <Select {...ids} value={value} onChange={({ target }) => set(target.value)}>
                  <option value="">{required ? "Choose one" : "None"}</option>
                  {options?.map((option) => (
                    <option key={option.value} value={option.value}>
                      {option.label}
                    </option>
                  ))}
                </Select>
              ) : (
                <Input
                  {...ids}
                  mono
                  inputMode={kind === "number" ? "decimal" : undefined}
                  value={value}
                  onChange={({ target }) => set(target.value)}
                />
              )
            }
          </Field>
        );
      })}
    </div>
  );
}

function CsvSource({ draft, onChange, errors }: EntryFieldsProps) {
  const [refusal, setRefusal] = useState<string>();
  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    const tooLarge = file.size > MOST_CSV_CHARACTERS * 2; // characters of two bytes are possible; the text is counted below
    const text = tooLarge ? "" : await file.text();
    if (tooLarge || text.length > MOST_CSV_CHARACTERS) {
      setRefusal(`${file.name} has more than 5 MB. Give a shorter range or a coarser step.`);
      return;
    }
    setRefusal(undefined);
    onChange({ csv: { file: file.name, text } });
  }
  return (
    <Field
      label="CSV file"
      error={refusal ?? errors["csv"]}
      help={
        draft.csv
          ? `${draft.csv.file}, ${draft.csv.text.split("\n").length.toLocaleString("en-GB")} lines.`
          : "A line a reading: a time and gCO₂e/kWh. Shifted to now by whole weeks, so that weekdays match."
      }
    >
      {(ids) => (
        <input
          {...ids}
          type="file"
          accept=".csv,text/csv,text/plain"
          onChange={({ target }) => void read(target.files?.[0])}
          className="text-ink-2 file:mr-3 file:h-(--control-h) file:rounded-2 file:border file:border-solid file:border-control file:bg-transparent file:px-3 file:font-medium file:text-ink hover:file:bg-paper-3"
        />
      )}
    </Field>
  );
}

function ClockSource({ draft, onChange, errors }: EntryFieldsProps) {
  const set = (part: Partial<EntryDraft["clock"]>) => onChange({ clock: { ...draft.clock, ...part } });
  const { opensAt, closesAt, timeZone, inside, outside } = draft.clock;
  return (
    <div className="grid gap-4 touch:grid-cols-3">
      <Field label="Green from" error={errors["opensAt"]}>
        {(ids) => (
          <Input
            {...ids}
            type="time"
            step={1_800}
            value={opensAt}
            onChange={({ target }) => set({ opensAt: target.value })}
          />
        )}
      </Field>
      <Field label="to" error={errors["closesAt"]}>
        {(ids) => (
          <Input
            {...ids}
            type="time"
            step={1_800}
            value={closesAt}
            onChange={({ target }) => set({ closesAt: target.value })}
          />
        )}
      </Field>
      <Field label="In the time zone" error={errors["timeZone"]}>
        {(ids) => (
          <Input {...ids} value={timeZone} onChange={({ target }) => set({ timeZone: target.value })} />
        )}
      </Field>
      <Field label="Intensity inside" error={errors["insideGramsPerKwh"]}>
        {(ids) => (
          <Input
            {...ids}
            unit="g/kWh"
            inputMode="decimal"
            value={inside}
            onChange={({ target }) => set({ inside: target.value })}
          />
        )}
      </Field>
      <Field label="Outside" error={errors["outsideGramsPerKwh"]}>
        {(ids) => (
          <Input
            {...ids}
            unit="g/kWh"
            inputMode="decimal"
            value={outside}
            onChange={({ target }) => set({ outside: target.value })}
          />
        )}
      </Field>
    </div>
  );
}
