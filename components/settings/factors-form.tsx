"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { FUELS, type EmissionFactors } from "#server/domain/carbon/fuel-mix.ts";
import { draftOfFactors, factorsOfDraft, sameFactors } from "./factors-draft.ts";

interface FactorsFormProps {
  inForce: EmissionFactors;
  /** What counts until somebody says otherwise. */
  ours: EmissionFactors;
}

export function FactorsForm({ inForce, ours }: FactorsFormProps) {
  const trpc = useTRPC();
  const mayAdminister = useMay("administer");
  const [draft, setDraft] = useState(() => draftOfFactors(inForce));
  const save = useMutation(trpc.setting.saveEmissionFactors.mutationOptions());
  const { factors, errors } = factorsOfDraft(draft);
  const changed = !factors || !sameFactors(factors, inForce);
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (factors) save.mutate(factors);
      }}
    >
      <div className="grid grid-cols-2 gap-x-4 gap-y-3">
        {FUELS.map((fuel) => (
          <Field
            key={fuel}
            label={NAMES[fuel]}
            was={
              factors?.[fuel] === inForce[fuel] || !changed ? undefined : wasOf(draft[fuel], inForce[fuel])
            }
            error={errors[fuel]}
          >
            {(ids) => (
              <Input
                {...ids}
                unit="g/kWh"
                inputMode="decimal"
                readOnly={!mayAdminister}
                value={draft[fuel]}
                onChange={({ target }) => setDraft({ ...draft, [fuel]: target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <p className="text-small text-ink-3">
        Over the life cycle: ours are those of the EIA series we compare with; geothermal, marine and biomass
        as by the IPCC (2014). Readings that are kept stay as they were counted.
      </p>
      {save.error && <PartError title="The factors stay as they were.">{save.error.message}</PartError>}
      {mayAdminister ? (
        <Buttons>
          {changed && (
            <>
              <Button type="submit" busy={save.isPending} disabled={!factors}>
                Save the factors
              </Button>
              <Button kind="quiet" onClick={() => setDraft(draftOfFactors(inForce))}>
                Discard the draft
              </Button>
            </>
          )}
          {!changed && !sameFactors(inForce, ours) && (
            <Button kind="quiet" onClick={() => setDraft(draftOfFactors(ours))}>
              Fill in ours
            </Button>
          )}
        </Buttons>
      ) : (
        <p className="text-small text-ink-3">An administrator changes them.</p>
      )}
    </form>
  );
}

const wasOf = (typed: string, inForce: number) => (typed === String(inForce) ? undefined : inForce);

const NAMES: Record<(typeof FUELS)[number], string> = {
  wind: "Wind",
  solar: "Solar",
  hydro: "Water",
  geothermal: "Geothermal",
  marine: "Marine",
  nuclear: "Nuclear",
  biomass: "Biomass",
  gas: "Gas",
  coal: "Coal",
  oil: "Oil",
  other: "Other",
};
