"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { date } from "#charts/format.ts";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { Row, RowActions, Table, Td, Th } from "#components/ui/table.tsx";
import { CheckManagement } from "./check-management.tsx";
import { ReplaceCredentials } from "./replace-credentials.tsx";

export type Management = Outputs["management"]["list"][number];
type Verb = "check" | "replace" | "disconnect";

const VERBS: readonly { verb: Verb; label: string; of: string; role: "operate" | "administer" }[] = [
  { verb: "check", label: "Check", of: "", role: "operate" },
  { verb: "replace", label: "Replace the credentials", of: " of", role: "administer" },
  { verb: "disconnect", label: "Disconnect", of: "", role: "administer" },
];

/** By name: where each is, and what it makes. Its credentials stay on the server. */
export function ManagementTable({ managements }: { managements: readonly Management[] }) {
  const may = { operate: useMay("operate"), administer: useMay("administer") };
  const timeZone = useTimeZone();
  const [doing, setDoing] = useState<{ verb: Verb; management: Management }>();
  const done = () => setDoing(undefined);
  return (
    <>
      <Table stack>
        <thead>
          <tr>
            <Th>Management cluster</Th>
            <Th>Makes</Th>
            <Th number>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {managements.map((management) => (
            <Row key={management.id}>
              <Td className="touch:py-1.5">
                <b className="font-[550]">{management.name}</b>
                <small className="mono block break-all text-ink-3">{management.server}</small>
                <small className="block text-small text-ink-3" suppressHydrationWarning>
                  credentials set on {date(management.credentialsSetAt, timeZone)}
                </small>
                <small className="block text-small text-ink-3">
                  {management.watched
                    ? "watched: what turns there shows at once"
                    : "not watched now: it is asked every few seconds"}
                </small>
              </Td>
              <Td wide className="text-ink-2">
                <span className="touch:hidden">makes </span>
                {management.clusters.length === 0 ? "no cluster yet" : management.clusters.join(", ")}
              </Td>
              <Td number wide>
                <RowActions>
                  {VERBS.filter(({ role }) => may[role]).map(({ verb, label, of }) => (
                    <Button key={verb} small kind="quiet" onClick={() => setDoing({ verb, management })}>
                      {label}
                      <span className="sr-only">
                        {of} {management.name}
                      </span>
                    </Button>
                  ))}
                </RowActions>
              </Td>
            </Row>
          ))}
        </tbody>
      </Table>
      {doing?.verb === "check" && <CheckManagement management={doing.management} onClose={done} />}
      {doing?.verb === "replace" && <ReplaceCredentials management={doing.management} onClose={done} />}
      {doing?.verb === "disconnect" && <Disconnect management={doing.management} onClose={done} />}
    </>
  );
}

function Disconnect({ management, onClose }: { management: Management; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const disconnect = useMutation(
    trpc.management.disconnect.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.management.pathKey() });
        onClose();
      },
    }),
  );
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => !open && onClose()}
      name={management.name}
      title={`Disconnect ${management.name}?`}
      removes={[{ what: "its kubeconfig, from the database" }]}
      keeps={["the management cluster itself, with all that is in it"]}
      verb="Disconnect"
      busy={disconnect.isPending}
      error={disconnect.error?.message}
      onConfirm={() => disconnect.mutate({ id: management.id })}
    />
  );
}
