"use client";
import { useController, useFormContext } from "react-hook-form";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Section } from "#components/ui/section.tsx";
import { SliderField } from "#components/ui/slider.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { AdvancedFields } from "./advanced-fields.tsx";
import { DryRunField } from "./dry-run-field.tsx";
import { DurationField } from "./duration-field.tsx";
import { LimitField } from "./limit-field.tsx";
import { PlaceFields } from "./place-fields.tsx";
import type { PolicyFormInput } from "./policy-form.ts";
import { StrategyField } from "./strategy-field.tsx";
import { StrategyFields } from "./strategy-fields.tsx";
import { reads } from "./strategy.prepare.ts";
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
  const { strategy } = draft.values.spec;
  const hasOwnFields = strategy !== "best-window" && strategy !== "threshold";
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
        {hasOwnFields && (
          <div className={BLOCK}>
            <StrategyFields draft={draft} isNew={isNew} />
          </div>
        )}
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
        {reads(strategy, "minSavingPercent") && (
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
            help="For Jobs that do not say so, and whose owner has made fewer than three."
            most={24}
            least={1}
          />
        </div>
        <div className={BLOCK}>
          <PlaceFields draft={draft} isNew={isNew} clusters={clusters} />
        </div>
        <div className={BLOCK}>
          <DryRunField draft={draft} isNew={isNew} />
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
