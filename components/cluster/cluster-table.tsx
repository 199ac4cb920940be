"use client";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { classes } from "#components/ui/classes.ts";
import { Table, Th } from "#components/ui/table.tsx";
import { useGrowing } from "#components/ui/use-growing.tsx";
import type { ClusterSavings } from "#server/domain/cluster/savings.ts";
import { ClusterTableRow } from "./cluster-table-row.tsx";
import { firstOfGroups, type FleetGroup } from "./fleet-groups.prepare.ts";
import type { Choice } from "./use-choice.ts";

interface ClusterTableProps {
  groups: readonly FleetGroup[];
  /** Minors behind the newest Kubernetes of the fleet, by cluster id. */
  skew: ReadonlyMap<string, number>;
  /** By cluster id; undefined until it is read. */
  savings: ReadonlyMap<string, ClusterSavings> | undefined;
  /** Absent where there is nothing to do with many at once. */
  choice: Choice | undefined;
}

/** Every cluster in a row: what it is, how it is, and what its grid does next. A long list grows as it is scrolled. */
export function ClusterTable({ groups, skew, savings, choice }: ClusterTableProps) {
  const total = groups.reduce((sum, { clusters }) => sum + clusters.length, 0);
  const { most, more } = useGrowing(total, "clusters");
  return (
    <>
      <Table stack>
        <caption className="sr-only">Clusters</caption>
        <thead>
          <tr>
            {choice && (
              <Th lead>
                <Checkbox
                  label={<span className="sr-only">Choose all that are shown</span>}
                  checked={choice.all}
                  onChange={choice.setAll}
                />
              </Th>
            )}
            <Th>Cluster</Th>
            <Th>State</Th>
            <Th hide>Kubernetes</Th>
            <Th hide>Nodes</Th>
            <Th hide>Policy</Th>
            <Th hide number>
              Grid now
            </Th>
            <Th hide className="pl-4">
              Next 24 h
            </Th>
            <Th hide number>
              Saved, 30&nbsp;d
            </Th>
            <Th number>Waiting</Th>
          </tr>
        </thead>
        {firstOfGroups(groups, most).map(({ title, clusters }, index) => (
          <tbody key={title} data-testid={title ? `group-${title}` : undefined}>
            {title && <GroupHead title={title} count={groups[index]?.clusters.length ?? 0} wide={!!choice} />}
            {clusters.map((cluster) => (
              <ClusterTableRow
                key={cluster.id}
                cluster={cluster}
                behind={skew.get(cluster.id) ?? 0}
                saved={savings === undefined ? undefined : (savings.get(cluster.id) ?? null)}
                chosen={choice?.names.has(cluster.name)}
                onChoose={choice?.set}
              />
            ))}
          </tbody>
        ))}
      </Table>
      {more}
    </>
  );
}

function GroupHead({ title, count, wide }: { title: string; count: number; wide: boolean }) {
  return (
    <tr className="max-touch:block! max-touch:p-0!">
      <th
        scope="colgroup"
        colSpan={wide ? 10 : 9}
        className={classes(
          "pt-[22px]! pb-[7px]! text-lead! font-semibold! text-ink!",
          "max-touch:block max-touch:border-0!",
        )}
      >
        <h2 className="inline">{title}</h2>
        <span className="ml-1.5 font-normal text-ink-3">{count}</span>
      </th>
    </tr>
  );
}
