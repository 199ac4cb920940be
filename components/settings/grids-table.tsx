"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { intensity } from "#charts/format.ts";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { Status, Tag } from "#components/ui/status.tsx";
import { Row, RowActions, Table, Td, Th } from "#components/ui/table.tsx";
import { Ago } from "#components/ui/time.tsx";
import { GridDialog } from "./grid-dialog.tsx";
import { GridSources } from "./grid-sources.tsx";

type Grid = Outputs["carbon"]["grids"][number];
type Zone = Outputs["carbon"]["zones"][number];

export function GridsTable({ grids }: { grids: readonly Grid[] }) {
  const trpc = useTRPC();
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  const mayAdminister = useMay("administer");
  const [doing, setDoing] = useState<{ verb: "change" | "remove"; grid: Grid }>();
  const done = () => setDoing(undefined);
  return (
    <>
      <Table stack>
        <thead>
          <tr>
            <Th className="w-[22%]">Grid</Th>
            <Th>Sources, in order</Th>
            <Th className="w-[18%]">Now</Th>
            <Th number>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {grids.map((grid) => (
            <Row key={grid.zone}>
              <Td className="align-top touch:py-1.5">
                <Link href={`/carbon/${encodeURIComponent(grid.zone)}`} className="link font-[550]">
                  {grid.name}
                </Link>
                <small className="block text-small text-ink-3">{grid.zone}</small>
                {grid.signalKind === "marginal" && <Tag>marginal</Tag>}
              </Td>
              <Td wide className="align-top touch:py-1.5">
                <GridSources grid={grid} />
              </Td>
              <Td wide className="align-top text-ink-2 touch:py-1.5">
                <GridNow zone={zones.data?.find(({ zone }) => zone === grid.zone)} />
              </Td>
              <Td number wide className="align-top touch:py-1">
                {mayAdminister && (
                  <RowActions>
                    <Button small kind="quiet" onClick={() => setDoing({ verb: "change", grid })}>
                      Change<span className="sr-only"> the sources of {grid.name}</span>
                    </Button>
                    <Button small kind="quiet" onClick={() => setDoing({ verb: "remove", grid })}>
                      Remove<span className="sr-only"> {grid.name}</span>
                    </Button>
                  </RowActions>
                )}
              </Td>
            </Row>
          ))}
        </tbody>
      </Table>
      {doing?.verb === "change" && <GridDialog existing={doing.grid} onClose={done} />}
      {doing?.verb === "remove" && <RemoveGrid grid={doing.grid} onClose={done} />}
    </>
  );
}

function GridNow({ zone }: { zone: Zone | undefined }) {
  if (!zone?.latest) return <Status shape="waiting">No reading yet</Status>;
  const { latest, stale } = zone;
  return (
    <>
      {stale ? (
        <Status shape="unreachable">Stale: {intensity(latest.gramsPerKwh)}</Status>
      ) : (
        intensity(latest.gramsPerKwh)
      )}
      <small className="block text-small text-ink-3">
        <Ago at={latest.startsAt} />
      </small>
    </>
  );
}

function RemoveGrid({ grid, onClose }: { grid: Grid; onClose: () => void }) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.carbon.removeZone.mutationOptions({ onSuccess: onClose }));
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => !open && onClose()}
      name={grid.zone}
      title={`Remove ${grid.name}?`}
      removes={[{ what: "its list of sources" }, { what: "its readings and forecasts" }]}
      keeps={["decisions made by them", "accounts and their keys"]}
      verb="Remove grid"
      busy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => remove.mutate({ zone: grid.zone })}
    />
  );
}
