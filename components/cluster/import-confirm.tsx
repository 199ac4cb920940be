"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { DialogButtons } from "#components/ui/dialog.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note, PartError } from "#components/ui/note.tsx";
import { ClusterName } from "#server/domain/cluster/spec.ts";
import { ImportZone } from "./import-zone.tsx";
import type { ConfirmProps } from "./kubeconfig-steps.tsx";
import { suggestName } from "./suggest-name.ts";

/** Under which name, and whether this is the server that may be called. */
export function ImportConfirm({ kubeconfig, context, onBack }: ConfirmProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const suggestion = useQuery(trpc.cluster.suggest.queryOptions());
  const [name, setName] = useState(() => suggestName(context.cluster));
  const [picked, setZone] = useState<string>();
  const [confirmed, setConfirmed] = useState(false);
  const zone = picked ?? suggestion.data?.zone ?? "";
  const nameError = ClusterName.safeParse(name).error?.issues[0]?.message;
  const save = useMutation(
    trpc.cluster.import.mutationOptions({
      onSuccess: (made) => {
        void queryClient.invalidateQueries({ queryKey: trpc.cluster.pathKey() });
        router.push(`/clusters/${encodeURIComponent(made.name)}`);
      },
    }),
  );
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (nameError || !confirmed || !zone) return;
        save.mutate({ name, zone, kubeconfig, context: context.name, confirmedServer: context.server });
      }}
    >
      <Facts
        rows={[
          [
            "Server",
            <b key="server" className="mono">
              {context.server}
            </b>,
          ],
          ["User", `${context.user}, by ${context.authKind}`],
          ["Cluster", context.cluster],
        ]}
      />
      <div className="grid gap-4 touch:grid-cols-2">
        <Field label="Name" help="As it is called here." error={nameError}>
          {(ids) => (
            <Input
              mono
              autoComplete="off"
              value={name}
              onChange={({ target }) => setName(target.value)}
              {...ids}
            />
          )}
        </Field>
        <ImportZone
          value={zone}
          onChange={setZone}
          target={
            confirmed ? { kubeconfig, context: context.name, confirmedServer: context.server } : undefined
          }
        />
      </div>
      <Note>
        <Checkbox
          checked={confirmed}
          onChange={setConfirmed}
          label={`${context.server} is my cluster's API server`}
          help="Karbonetes calls it with these credentials and reads it. Nothing is written before you have reviewed what would be."
        />
      </Note>
      {save.error && <PartError title="It was not imported.">{save.error.message}</PartError>}
      <DialogButtons>
        <Button onClick={onBack}>Back to the text</Button>
        <Button kind="first" type="submit" busy={save.isPending} disabled={!confirmed || Boolean(nameError)}>
          Import {name || "it"}
        </Button>
      </DialogButtons>
      {!confirmed && <p className="text-right text-small text-ink-3">Confirm the address first.</p>}
    </form>
  );
}
