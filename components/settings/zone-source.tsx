"use client";
import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { MOST_CSV_CHARACTERS } from "#server/domain/carbon/csv.ts";
import type { ZoneDraft } from "./zone-draft.ts";

interface ZoneSourceProps {
  draft: ZoneDraft;
  onChange: (draft: ZoneDraft) => void;
  errors: Record<string, string>;
}

/** What the chosen source has to be told. */
export function ZoneSource(props: ZoneSourceProps) {
  if (props.draft.source === "replay") return <CsvSource {...props} />;
  if (props.draft.source === "static") return <ClockSource {...props} />;
  return null; // its fields are made from the source's title
}

function CsvSource({ draft, onChange, errors }: ZoneSourceProps) {
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
    onChange({ ...draft, csv: { file: file.name, text } });
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

function ClockSource({ draft, onChange, errors }: ZoneSourceProps) {
  const set = (part: Partial<ZoneDraft["clock"]>) =>
    onChange({ ...draft, clock: { ...draft.clock, ...part } });
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
