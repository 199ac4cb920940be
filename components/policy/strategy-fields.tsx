"use client";
import { useController, useFormContext } from "react-hook-form";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { SliderField } from "#components/ui/slider.tsx";
import type { PolicyFormInput } from "./policy-form.ts";
import { durationWords } from "./rule-sentence.prepare.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

export interface FieldProps {
  draft: PolicyDraftState;
  isNew: boolean;
}

/** The fields that the chosen strategy alone reads. */
export function StrategyFields(props: FieldProps) {
  switch (props.draft.values.spec.strategy) {
    case "percentile":
      return <PercentileFields {...props} />;
    case "static":
      return <GreenHoursFields {...props} />;
    case "interruptible":
      return <ChunkField {...props} />;
    case "best-window":
    case "threshold":
      return null;
  }
}

function PercentileFields({ draft, isNew }: FieldProps) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field, fieldState } = useController({ control, name: "spec.percentile" });
  const of = useController({ control, name: "spec.percentileOf" }).field;
  const before = draft.inForce.spec;
  return (
    <div className="grid gap-4">
      <Field
        label="Its cleanest"
        was={!isNew && field.value !== before.percentile ? before.percentile : undefined}
        help="At or under this percentile of its own a Job starts."
        error={
          fieldState.error &&
          `${fieldState.error.message ?? ""} The draft keeps ${draft.spec.percentile}\u00a0%.`
        }
      >
        {(ids) => (
          <SliderField
            ids={ids}
            label="Percentile"
            unit="%"
            min={1}
            max={99}
            value={field.value ?? before.percentile}
            onChange={field.onChange}
          />
        )}
      </Field>
      <RadioGroup
        legend="Of"
        value={of.value ?? "trailing-week"}
        was={!isNew && of.value !== before.percentileOf ? OF_WORDS[before.percentileOf] : undefined}
        onChange={of.onChange}
        choices={[
          { value: "trailing-week", label: "the last seven days", help: "What the grid usually is" },
          { value: "forecast", label: "the forecast", help: "Of the hours until its latest start" },
        ]}
      />
    </div>
  );
}
const OF_WORDS = { "trailing-week": "the last seven days", forecast: "the forecast" } as const;

function GreenHoursFields(props: FieldProps) {
  return (
    <div className="grid grid-cols-2 gap-x-3 gap-y-4">
      <ClockField {...props} field="greenFrom" label="Green from" />
      <ClockField {...props} field="greenUntil" label="to" />
      <div className="col-span-2">
        <TextField
          {...props}
          field="timeZone"
          label="In the time zone"
          help="Such as Europe/Berlin. Its summer time is kept."
        />
      </div>
    </div>
  );
}

function ClockField({
  draft,
  isNew,
  field: name,
  label,
}: FieldProps & { field: "greenFrom" | "greenUntil"; label: string }) {
  const { control, trigger } = useFormContext<PolicyFormInput>();
  const { field, fieldState } = useController({ control, name: `spec.${name}` });
  const before = draft.inForce.spec[name];
  return (
    <Field
      label={label}
      was={!isNew && field.value !== before ? before : undefined}
      error={fieldState.error && `${fieldState.error.message ?? ""} The draft keeps ${draft.spec[name]}.`}
    >
      {(ids) => (
        <Input
          {...ids}
          type="time"
          name={field.name}
          onBlur={field.onBlur}
          value={field.value ?? ""}
          onChange={({ target }) => {
            field.onChange(target.value);
            void trigger("spec"); // the two are wrong together
          }}
        />
      )}
    </Field>
  );
}

function TextField({
  draft,
  isNew,
  field: name,
  label,
  help,
  words = (text) => text,
}: FieldProps & {
  field: "timeZone" | "minimumChunk";
  label: string;
  help: string;
  words?: (text: string) => string;
}) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field, fieldState } = useController({ control, name: `spec.${name}` });
  const before = draft.inForce.spec[name];
  return (
    <Field
      label={label}
      help={help}
      was={!isNew && field.value !== before ? words(before) : undefined}
      error={
        fieldState.error && `${fieldState.error.message ?? ""} The draft keeps ${words(draft.spec[name])}.`
      }
    >
      {(ids) => <Input {...ids} {...field} autoComplete="off" value={field.value ?? ""} />}
    </Field>
  );
}

function ChunkField(props: FieldProps) {
  return (
    <TextField
      {...props}
      field="minimumChunk"
      label="Runs at least"
      help="Before it is paused again, such as 30m or 2h. What a start costs, it should earn back."
      words={durationWords}
    />
  );
}
