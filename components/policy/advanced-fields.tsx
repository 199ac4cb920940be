"use client";
import { useController, useFormContext } from "react-hook-form";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { SliderField } from "#components/ui/slider.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { PolicyFormInput } from "./policy-form.ts";
import { reads } from "./strategy.prepare.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

interface AdvancedFieldsProps {
  draft: PolicyDraftState;
  isNew: boolean;
  zones: readonly ZoneView[];
}

/** Trust in the forecast, pools, mode and zone: rarely touched, so folded away. */
export function AdvancedFields({ draft, isNew, zones }: AdvancedFieldsProps) {
  const { formState } = useFormContext<PolicyFormInput>();
  const { spec } = formState.errors;
  const wrong = spec?.greenPool ?? spec?.fallbackPool ?? spec?.zone ?? spec?.uncertaintyMargin;
  return (
    <details className="py-3" open={wrong ? true : undefined}>
      <summary className="font-[550]">Forecast, pools and zone</summary>
      <div className="mt-3 grid gap-4">
        {reads(draft.values.spec.strategy, "uncertaintyMargin") && (
          <MarginField draft={draft} isNew={isNew} />
        )}
        <ModeField draft={draft} isNew={isNew} />
        <PoolField
          draft={draft}
          isNew={isNew}
          field="greenPool"
          label="Green pool"
          help="For Jobs released into a window."
        />
        <PoolField
          draft={draft}
          isNew={isNew}
          field="fallbackPool"
          label="Fallback pool"
          help="For Jobs whose latest start came."
        />
        <ZoneField draft={draft} isNew={isNew} zones={zones} />
      </div>
    </details>
  );
}

type FieldProps = Omit<AdvancedFieldsProps, "zones">;

function MarginField({ draft, isNew }: FieldProps) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field, fieldState } = useController({ control, name: "spec.uncertaintyMargin" });
  const before = draft.inForce.spec.uncertaintyMargin;
  const { error } = fieldState;
  return (
    <Field
      label="Count the forecast's error"
      help="0 trusts the forecast; 1 counts each later hour at the top of its band."
      was={!isNew && field.value !== before ? before : undefined}
      error={error && `${error.message ?? ""} The draft keeps ${draft.spec.uncertaintyMargin}.`}
    >
      {(ids) => (
        <SliderField
          ids={ids}
          label="Share of the forecast's error counted against waiting"
          unit=""
          min={0}
          max={1}
          step={0.1}
          value={field.value ?? 0}
          onChange={field.onChange}
        />
      )}
    </Field>
  );
}

function ModeField({ draft, isNew }: FieldProps) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field } = useController({ control, name: "spec.mode" });
  const before = draft.inForce.spec.mode;
  return (
    <RadioGroup
      legend="A released Job"
      value={field.value ?? "prefer"}
      was={!isNew && field.value !== before ? before : undefined}
      onChange={field.onChange}
      choices={[
        { value: "prefer", label: "prefers the green pool", help: "It runs elsewhere when that is full" },
        {
          value: "require",
          label: "runs in the green pool only",
          help: "Until its latest start; then time wins",
        },
      ]}
    />
  );
}

interface PoolFieldProps extends FieldProps {
  field: "greenPool" | "fallbackPool";
  label: string;
  help: string;
}

function PoolField({ draft, isNew, field: name, label, help }: PoolFieldProps) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field, fieldState } = useController({ control, name: `spec.${name}` });
  const before = draft.inForce.spec[name];
  const { error } = fieldState;
  return (
    <Field
      label={label}
      help={help}
      was={!isNew && field.value !== before ? before : undefined}
      error={error && `${error.message ?? ""} The draft keeps ${draft.spec[name]}.`}
    >
      {(ids) => <Input mono {...ids} {...field} value={field.value ?? ""} />}
    </Field>
  );
}

function ZoneField({ draft, isNew, zones }: AdvancedFieldsProps) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field, fieldState } = useController({ control, name: "spec.zone" });
  const before = draft.inForce.spec.zone;
  return (
    <Field
      label="Zone"
      help="Whose electricity decides."
      was={!isNew && field.value !== before ? (before ?? "the cluster's") : undefined}
      error={fieldState.error?.message}
    >
      {(ids) => (
        <Select
          {...ids}
          value={field.value ?? ""}
          onBlur={field.onBlur}
          onChange={({ target }) => field.onChange(target.value === "" ? undefined : target.value)}
        >
          <option value="">The cluster's own</option>
          {field.value !== undefined && !zones.some(({ zone }) => zone === field.value) && (
            <option value={field.value}>{field.value}, not known here</option>
          )}
          {zones.map(({ zone, name }) => (
            <option key={zone} value={zone}>
              {name === zone ? zone : `${zone}, ${name}`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
