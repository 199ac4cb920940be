"use client";
import { useController, useFormContext } from "react-hook-form";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { SliderField } from "#components/ui/slider.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { PolicyFormInput } from "./policy-form.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";
import { limitHelp, suggestLimit } from "./limit.prepare.ts";

interface LimitFieldProps {
  draft: PolicyDraftState;
  isNew: boolean;
  zones: readonly ZoneView[];
}

export const suggestedLimit = (zones: readonly ZoneView[]): number => suggestLimit(zones[0]);

/** Optional, except where the strategy stands on it. */
export function LimitField({ draft, isNew, zones }: LimitFieldProps) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field, fieldState } = useController({ control, name: "spec.maxIntensity" });
  const before = draft.inForce.spec.maxIntensity;
  const needed = draft.values.spec.strategy === "threshold";
  const value = field.value;
  const { error } = fieldState;
  const was = !isNew && value !== before ? (before ?? "unset") : undefined;
  return (
    <div className="grid gap-1">
      {!needed && (
        <Checkbox
          label="Start at once at or under a limit"
          checked={value !== undefined}
          onChange={(on) => field.onChange(on ? (before ?? suggestedLimit(zones)) : undefined)}
          {...(value === undefined && was !== undefined ? { help: `was ${was} g/kWh` } : {})}
        />
      )}
      {(value !== undefined || needed) && (
        <Field
          label="Limit"
          was={was}
          help={limitHelp(value, zones)}
          error={
            error &&
            `${error.message ?? ""} The draft keeps ${draft.spec.maxIntensity === undefined ? "none" : `${draft.spec.maxIntensity}\u00a0g/kWh`}.`
          }
        >
          {(ids) => (
            <SliderField
              ids={ids}
              label="Limit in grams per kilowatt-hour"
              unit="g/kWh"
              min={20}
              max={700}
              step={10}
              value={value ?? suggestedLimit(zones)}
              onChange={field.onChange}
            />
          )}
        </Field>
      )}
    </div>
  );
}
