"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import type { PowerModel } from "#server/domain/job/power.ts";
import { draftOf, powerOfDraft, wattsExample } from "./power-draft.ts";

/** W per vCPU and PUE: what a Job requests, in watts. */
export function PowerForm({ inForce }: { inForce: PowerModel }) {
  const trpc = useTRPC();
  const mayAdminister = useMay("administer");
  const [draft, setDraft] = useState(() => draftOf(inForce));
  const save = useMutation(trpc.setting.savePower.mutationOptions());
  const { power, errors } = powerOfDraft(draft);
  const changed = {
    wattsPerVcpu: power?.wattsPerVcpu !== inForce.wattsPerVcpu,
    pue: power?.pue !== inForce.pue,
  };
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (power) save.mutate(power);
      }}
    >
      <Field
        label="Watts per vCPU"
        was={changed.wattsPerVcpu ? inForce.wattsPerVcpu : undefined}
        error={errors.wattsPerVcpu}
        help="The mean draw of one virtual core under load."
      >
        {(ids) => (
          <Input
            {...ids}
            unit="W"
            inputMode="decimal"
            readOnly={!mayAdminister}
            value={draft.wattsPerVcpu}
            onChange={({ target }) => setDraft({ ...draft, wattsPerVcpu: target.value })}
          />
        )}
      </Field>
      <Field
        label="PUE"
        was={changed.pue ? inForce.pue : undefined}
        error={errors.pue}
        help="What the data centre draws for each watt of its machines: cooling, conversion."
      >
        {(ids) => (
          <Input
            {...ids}
            inputMode="decimal"
            className="text-right"
            readOnly={!mayAdminister}
            value={draft.pue}
            onChange={({ target }) => setDraft({ ...draft, pue: target.value })}
          />
        )}
      </Field>
      <p className="text-small text-ink-3">
        {power ? wattsExample(power) : "Give both numbers to see what a Job draws."} Every gram on these pages
        is this estimate times the grid’s intensity.
      </p>
      {save.error && <PartError title="The model stays as it was.">{save.error.message}</PartError>}
      <PowerVerbs
        changed={changed.wattsPerVcpu || changed.pue}
        busy={save.isPending}
        onDiscard={() => setDraft(draftOf(inForce))}
      />
    </form>
  );
}

function PowerVerbs({
  changed,
  busy,
  onDiscard,
}: {
  changed: boolean;
  busy: boolean;
  onDiscard: () => void;
}) {
  if (!useMay("administer")) return <p className="text-small text-ink-3">An administrator changes it.</p>;
  if (!changed) return null;
  return (
    <Buttons>
      <Button type="submit" busy={busy}>
        Save the model
      </Button>
      <Button kind="quiet" onClick={onDiscard}>
        Discard the draft
      </Button>
    </Buttons>
  );
}
