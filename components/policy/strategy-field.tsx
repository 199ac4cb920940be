"use client";
import { useController, useFormContext } from "react-hook-form";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { Strategy } from "#server/domain/policy/spec.ts";
import { suggestedLimit } from "./limit-field.tsx";
import type { PolicyFormInput } from "./policy-form.ts";
import { hiddenFields, STRATEGY_CHOICES } from "./strategy.prepare.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

interface StrategyFieldProps {
  draft: PolicyDraftState;
  zones: readonly ZoneView[];
  isNew: boolean;
}

export function StrategyField({ draft, zones, isNew }: StrategyFieldProps) {
  const { control, setValue, formState } = useFormContext<PolicyFormInput>();
  const { field } = useController({ control, name: "spec.strategy" });
  const before = draft.inForce.spec.strategy;
  const wrong = formState.errors.spec;

  function choose(strategy: Strategy): void {
    field.onChange(strategy);
    // this strategy stands on a limit: give it one to start from rather than an error
    if (strategy === "threshold" && draft.values.spec.maxIntensity === undefined)
      setValue("spec.maxIntensity", suggestedLimit(zones), { shouldValidate: true });
    // a field that is no longer shown must not keep the draft from being saved
    for (const name of hiddenFields(strategy))
      if (wrong?.[name]) setValue(`spec.${name}`, draft.spec[name], { shouldValidate: true });
  }

  return (
    <RadioGroup
      legend="When may a Job start?"
      value={field.value ?? "best-window"}
      was={!isNew && field.value !== before ? STRATEGY_CHOICES[before].word : undefined}
      onChange={choose}
      choices={Object.entries(STRATEGY_CHOICES).map(([value, { label, help }]) => ({
        value: value as Strategy,
        label,
        help,
      }))}
    />
  );
}
