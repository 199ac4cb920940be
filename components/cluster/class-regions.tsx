"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { GridDialog } from "#components/settings/grid-dialog.tsx";
import type { RegionCarbon } from "#server/domain/carbon/region-view.ts";
import type { RegionField } from "#server/domain/cluster/cluster-api/region-field.ts";
import type { PartProps } from "./class-form.tsx";
import { RegionMatchNote } from "./region-match.tsx";
import { RegionTable } from "./region-table.tsx";

type ClassRegionsProps = Pick<PartProps, "draft" | "change"> & { field: RegionField };

/** Where the machines may stand, and how green each place is. It suggests; a person chooses. */
export function ClassRegions({ draft, change, field }: ClassRegionsProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [adding, setAdding] = useState<string>();
  const typed = (draft.variables[field.label] ?? field.initial).trim();
  const regions = useDeferredValue(
    typed === "" || field.regions.includes(typed) ? field.regions : [...field.regions, typed],
  );
  const comparison = useQuery({
    ...trpc.carbon.regions.queryOptions({ regions: [...regions] }),
    enabled: regions.length > 0,
    placeholderData: keepPreviousData,
  });
  function choose({ region, gridZone, watched }: RegionCarbon): void {
    const variables = { ...draft.variables, [field.label]: region };
    change({ variables, zone: watched && gridZone !== null ? gridZone : "" });
  }
  function added(): void {
    setAdding(undefined);
    void queryClient.invalidateQueries({ queryKey: trpc.cluster.suggest.queryKey() }); // its zones are the form's
    void queryClient.invalidateQueries({ queryKey: trpc.carbon.regions.pathKey() });
  }
  return (
    <Section title="Where it stands" aside={<AsideOf field={field} />}>
      {regions.length === 0 ? (
        <p className="max-w-[72ch] text-ink-2">
          The class lists no regions. Type one under <span className="mono">{field.label}</span>, and what is
          known of its grid is shown here.
        </p>
      ) : (
        <QueryPart
          query={comparison}
          failure="The regions could not be compared. They can be chosen below all the same."
          loading={
            <TableSkeleton label="Loading the regions" columns={["30%", "20%", "15%", "15%"]} rows={3} />
          }
        >
          {({ regions: rows, suggestion }) => (
            <div className="grid gap-3">
              <p data-testid="region-suggestion" className="max-w-[72ch] text-ink-2">
                {suggestion.sentence}
              </p>
              <RegionTable
                rows={rows}
                suggestion={suggestion}
                chosen={typed}
                onChoose={choose}
                onWatch={setAdding}
              />
              <RegionMatchNote
                chosen={rows.find(({ region }) => region === typed)}
                variable={field.label}
                zone={draft.zone}
                onZone={(zone) => change({ zone })}
                onWatch={setAdding}
              />
            </div>
          )}
        </QueryPart>
      )}
      {adding !== undefined && <GridDialog existing={undefined} zone={adding} onClose={added} />}
    </Section>
  );
}

function AsideOf({ field: { provider, free } }: { field: RegionField }) {
  if (provider !== undefined)
    return `the regions of ${provider} that are known here; another can be typed below`;
  return free ? "another can be typed below" : "the regions that the class offers";
}
