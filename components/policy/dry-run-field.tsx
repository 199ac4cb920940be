"use client";
import { useController, useFormContext } from "react-hook-form";
import { Switch } from "#components/ui/checkbox.tsx";
import type { PolicyFormInput } from "./policy-form.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

/** Whether the policy is only tried. */
export function DryRunField({ draft, isNew }: { draft: PolicyDraftState; isNew: boolean }) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field } = useController({ control, name: "spec.dryRun" });
  const on = field.value ?? false;
  const was = !isNew && on !== draft.inForce.spec.dryRun;
  return (
    <div className="grid gap-[5px]">
      <div className="flex justify-between gap-3">
        <Switch label={<span className="font-[550]">Dry run</span>} checked={on} onChange={field.onChange} />
        {was && <span className="text-small text-lapis">{on ? "was off" : "was on"}</span>}
      </div>
      <p className="text-small text-ink-3">
        It decides, and records what it would have done and saved, but touches no Job; those it holds start.
      </p>
    </div>
  );
}
