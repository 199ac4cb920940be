"use client";
import { useController, useFormContext } from "react-hook-form";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { PROVIDER_WORDS } from "#server/domain/cluster/provider-words.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { NamespacesField } from "./namespaces-field.tsx";
import type { PolicyFormInput } from "./policy-form.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";

interface PlaceFieldsProps {
  draft: PolicyDraftState;
  isNew: boolean;
  clusters: readonly ClusterSummary[] | undefined;
}

/** Where it holds: which clusters, and all of each or some namespaces. */
export function PlaceFields({ draft, isNew, clusters }: PlaceFieldsProps) {
  return (
    <div className="grid gap-3">
      <ClustersField draft={draft} isNew={isNew} clusters={clusters} />
      <NamespacesField draft={draft} isNew={isNew} />
    </div>
  );
}

function ClustersField({ draft, isNew, clusters }: PlaceFieldsProps) {
  const { control } = useFormContext<PolicyFormInput>();
  const { field } = useController({ control, name: "clusterIds" });
  const before = draft.inForce.clusterIds;
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="mb-1 font-[550]">Holds on</legend>
      {clusters === undefined && <p className="text-small text-ink-3">The clusters could not be read.</p>}
      {clusters?.length === 0 && (
        <p className="text-small text-ink-3">No cluster yet. It can be chosen later.</p>
      )}
      {clusters?.map(({ id, name, provider, zone }) => {
        const on = field.value.includes(id);
        const was = !isNew && on !== before.includes(id);
        return (
          <Checkbox
            key={id}
            checked={on}
            onChange={(next) =>
              field.onChange(next ? [...field.value, id] : field.value.filter((other) => other !== id))
            }
            label={
              <span className="flex justify-between gap-3">
                <span>
                  {name}{" "}
                  <span className="text-ink-3">
                    {[zone, PROVIDER_WORDS[provider].tag].filter(Boolean).join(", ")}
                  </span>
                </span>
                {was && <span className="text-small text-lapis">{on ? "was off" : "was on"}</span>}
              </span>
            }
          />
        );
      })}
    </fieldset>
  );
}
