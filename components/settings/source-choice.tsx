"use client";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { SOURCES, type SourceName } from "#server/domain/carbon/source-config.ts";
import { SourceFacts } from "./source-facts.tsx";

const GROUPS = [
  { label: "Without a network", has: ({ tried }: Title) => tried === "no network" },
  { label: "Without a key", has: ({ tried, keyless }: Title) => tried !== "no network" && keyless },
  { label: "With a key", has: ({ keyless }: Title) => !keyless },
];
type Title = (typeof SOURCES)[number];

/** One source of all there are, and what is to be known of it. */
export function SourceChoice({
  value,
  onChange,
}: {
  value: SourceName;
  onChange: (source: SourceName) => void;
}) {
  return (
    <div className="grid gap-1.5">
      <Field label="Source">
        {(ids) => (
          <Select
            {...ids}
            value={value}
            onChange={({ target }) => {
              const chosen = SOURCES.find(({ name }) => name === target.value);
              if (chosen) onChange(chosen.name);
            }}
          >
            {GROUPS.map(({ label, has }) => (
              <optgroup key={label} label={label}>
                {SOURCES.filter(has).map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
      <SourceFacts source={value} />
    </div>
  );
}
