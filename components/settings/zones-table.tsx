"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { intensity } from "#charts/format.ts";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { Status } from "#components/ui/status.tsx";
import { Row, RowActions, Table, Td, Th } from "#components/ui/table.tsx";
import { Ago } from "#components/ui/time.tsx";
import { ZoneDialog } from "./zone-dialog.tsx";

type Zone = Outputs["carbon"]["zones"][number];

export function ZonesTable({ zones }: { zones: readonly Zone[] }) {
  const trpc = useTRPC();
  const { data: sources = [] } = useQuery(trpc.carbon.sources.queryOptions());
  const mayAdminister = useMay("administer");
  const [doing, setDoing] = useState<{ verb: "replace" | "remove"; zone: Zone }>();
  const done = () => setDoing(undefined);
  return (
    <>
      <Table stack>
        <thead>
          <tr>
            <Th>Grid</Th>
            <Th>Source</Th>
            <Th>Now</Th>
            <Th number>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {zones.map((zone) => (
            <Row key={zone.zone}>
              <Td className="touch:py-1.5">
                <Link href={`/carbon/${encodeURIComponent(zone.zone)}`} className="link font-[550]">
                  {zone.name}
                </Link>
                <small className="block text-small text-ink-3">{zone.zone}</small>
              </Td>
              <Td wide className="touch:py-1.5">
                {sources.find(({ name }) => name === zone.source)?.title ?? zone.source}
                <small className="block text-small text-ink-3">{zone.provenance}</small>
              </Td>
              <Td wide className="text-ink-2 touch:py-1.5">
                <ZoneNow zone={zone} />
              </Td>
              <Td number wide>
                {mayAdminister && (
                  <RowActions>
                    <Button small kind="quiet" onClick={() => setDoing({ verb: "replace", zone })}>
                      Replace the source<span className="sr-only"> of {zone.name}</span>
                    </Button>
                    <Button small kind="quiet" onClick={() => setDoing({ verb: "remove", zone })}>
                      Remove<span className="sr-only"> {zone.name}</span>
                    </Button>
                  </RowActions>
                )}
              </Td>
            </Row>
          ))}
        </tbody>
      </Table>
      {doing?.verb === "replace" && <ZoneDialog existing={doing.zone} onClose={done} />}
      {doing?.verb === "remove" && <RemoveZone zone={doing.zone} onClose={done} />}
    </>
  );
}

function ZoneNow({ zone: { latest, stale, failure } }: { zone: Zone }) {
  return (
    <>
      {latest ? (
        <>
          {stale ? (
            <Status shape="unreachable">Stale: {intensity(latest.gramsPerKwh)}</Status>
          ) : (
            intensity(latest.gramsPerKwh)
          )}
          , <Ago at={latest.startsAt} />
        </>
      ) : (
        <Status shape="waiting">No reading yet</Status>
      )}
      {failure && <small className="block text-small text-crimson">{failure.message}</small>}
    </>
  );
}

function RemoveZone({ zone, onClose }: { zone: Zone; onClose: () => void }) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.carbon.removeZone.mutationOptions({ onSuccess: onClose }));
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => !open && onClose()}
      name={zone.zone}
      title={`Remove ${zone.name}?`}
      removes={[{ what: "its source" }, { what: "its readings and forecasts" }]}
      keeps={["decisions made by them"]}
      verb="Remove grid"
      busy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => remove.mutate({ zone: zone.zone })}
    />
  );
}
