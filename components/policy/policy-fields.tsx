"use client";
import { useController, useFormContext } from "react-hook-form";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { Section } from "#components/ui/section.tsx";
import { SliderField } from "#components/ui/slider.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import type { Strategy } from "#server/domain/policy/spec.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { AdvancedFields } from "./advanced-fields.tsx";
import { DurationField } from "./duration-field.tsx";
import { LimitField, suggestedLimit } from "./limit-field.tsx";
import { PlaceFields } from "./place-fields.tsx";
import type { PolicyFormInput } from "./policy-form.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

interface PolicyFieldsProps {
  draft: PolicyDraftState;
  policy: PolicyView | null;
  clusters: readonly ClusterSummary[] | undefined;
  zones: readonly ZoneView[];
}

const BLOCK = "border-b border-line py-3 first:pt-0.5";

/** The rule, top to bottom in the order it is thought of. */
export function PolicyFields({ draft, policy, clusters, zones }: PolicyFieldsProps) {
  const isNew = policy === null;
  return (
    <Section title="Policy" aside={isNew ? "defaults filled in" : undefined}>
      <div>
        {isNew && (
          <div className={BLOCK}>
            <NameField />
          </div>
        )}
        <div className={BLOCK}>
          <StrategyField draft={draft} zones={zones} isNew={isNew} />
        </div>
        <div className={BLOCK}>
          <DurationField
            draft={draft}
            isNew={isNew}
            field="maxDelay"
            label="Longest wait"
            spoken="Longest wait in hours"
            help="After this a Job runs, green or not."
            most={48}
          />
        </div>
        <div className={BLOCK}>
          <LimitField draft={draft} isNew={isNew} zones={zones} />
        </div>
        {draft.values.spec.strategy !== "threshold" && (
          <div className={BLOCK}>
            <SavingField draft={draft} isNew={isNew} />
          </div>
        )}
        <div className={BLOCK}>
          <DurationField
            draft={draft}
            isNew={isNew}
            field="expectedDuration"
            label="A Job runs for about"
            spoken="Expected duration in hours"
            help="For Jobs that do not say so themselves."
            most={24}
            least={1}
          />
        </div>
        <div className={BLOCK}>
          <PlaceFields draft={draft} isNew={isNew} clusters={clusters} />
        </div>
        <AdvancedFields draft={draft} isNew={isNew} zones={zones} />
      </div>
    </Section>
  );
}

function NameField() {
  const { register, formState } = useFormContext<PolicyFormInput>();
  return (
    <Field
      label="Name"
      help="As it is called here and in the clusters."
      error={formState.errors.name?.message}
    >
      {(ids) => (
        <Input mono autoComplete="off" placeholder="overnight-batch" {...ids} {...register("name")} />
      )}
    </Field>
  );
}

const STRATEGY_WORDS: Record<Strategy, string> = {
  "best-window": "the best forecast window",
  threshold: "below the limit",
  percentile: "its own cleanest hours",
  static: "the green hours",
  interruptible: "several windows",
};

function StrategyField({
  draft,
  zones,
  isNew,
}: Pick<PolicyFieldsProps, "draft" | "zones"> & { isNew: boolean }) {
  const { control, setValue } = useFormContext<PolicyFormInput>();
  const { field } = useController({ control, name: "spec.strategy" });
  const before = draft.inForce.spec.strategy;
  return (
    <RadioGroup
      legend="When may a Job start?"
      value={field.value ?? "best-window"}
      was={!isNew && field.value !== before ? STRATEGY_WORDS[before] : undefined}
      onChange={(strategy) => {
        field.onChange(strategy);
        // the other strategy stands on a limit: give it one to start from rather than an error
        if (strategy === "threshold" && draft.values.spec.maxIntensity === undefined)
          setValue("spec.maxIntensity", suggestedLimit(zones), { shouldValidate: true });
      }}
      choices={[
        {
          value: "best-window",
          label: "In the best forecast window",
          help: "The cheapest stretch before its deadline",
        },
        {
          value: "threshold",
          label: "As soon as the grid is below the limit",
          help: "Easy to explain, saves less",
        },
      ]}
    />
  );
}

function SavingField({ draft, isNew }: { draft: PolicyDraftState; isNew: boolean }) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field, fieldState } = useController({ control, name: "spec.minSavingPercent" });
  const before = draft.inForce.spec.minSavingPercent;
  return (
    <Field
      label="Least saving worth a wait"
      was={!isNew && field.value !== before ? before : undefined}
      help="Below it the Job starts at once."
      error={
        fieldState.error &&
        `${fieldState.error.message ?? ""} The draft keeps ${draft.spec.minSavingPercent}\u00a0%.`
      }
    >
      {(ids) => (
        <SliderField
          ids={ids}
          label="Least saving in percent"
          unit="%"
          min={0}
          max={30}
          value={field.value ?? 0}
          onChange={field.onChange}
        />
      )}
    </Field>
  );
}
