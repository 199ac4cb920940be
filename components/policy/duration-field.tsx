"use client";
import { useController, useFormContext } from "react-hook-form";
import { Field } from "#components/ui/field.tsx";
import { SliderField } from "#components/ui/slider.tsx";
import { durationOf, hoursOf, type PolicyFormInput } from "./policy-form.ts";
import { durationWords } from "./rule-sentence.prepare.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

interface DurationFieldProps {
  draft: PolicyDraftState;
  isNew: boolean;
  field: "maxDelay" | "expectedDuration";
  label: string;
  /** For the slider: "Longest wait in hours" */
  spoken: string;
  help: string;
  /** h, of the slider; the number beside it may go further */
  most: number;
  least?: number;
}

/** A duration as hours on a slider; "90m" is one and a half. */
export function DurationField({
  draft,
  isNew,
  field: name,
  label,
  spoken,
  help,
  most,
  least = 0,
}: DurationFieldProps) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field, fieldState } = useController({ control, name: `spec.${name}` });
  const before = draft.inForce.spec[name];
  const value = field.value ?? before;
  const hours = hoursOf(value);
  const { error } = fieldState;
  return (
    <Field
      label={label}
      was={!isNew && hours !== hoursOf(before) ? hoursOf(before) : undefined}
      help={help}
      error={error && `${error.message ?? ""} The draft keeps ${durationWords(draft.spec[name])}.`}
    >
      {(ids) => (
        <SliderField
          ids={ids}
          label={spoken}
          unit="h"
          min={least}
          max={most}
          // a duration that the schema refuses is still shown as it was typed
          value={Number.isNaN(hours) ? Number.parseFloat(value) || 0 : hours}
          onChange={(next) => field.onChange(durationOf(next))}
        />
      )}
    </Field>
  );
}
