"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import type { ObjectView } from "#server/domain/resource/view.ts";
import type { Target } from "./object-panel.tsx";

/** By its name, typed. What it owns is deleted after it by the cluster itself. */
export function DeleteObject({ target, object }: { target: Target; object: ObjectView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation(
    trpc.resource.delete.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        return queryClient.invalidateQueries({ queryKey: trpc.resource.pathKey() });
      },
    }),
  );
  const { kind, name, uid, finalizers, owners } = object;
  const [owner] = owners;
  return (
    <>
      <Button kind="harm" onClick={() => setOpen(true)}>
        Delete it
      </Button>
      <ConfirmByName
        open={open}
        onOpenChange={setOpen}
        name={name}
        title={`Delete ${kind.kind} ${name}?`}
        removes={[
          { what: `${kind.kind} ${name}` },
          { what: "what it owns, such as its pods" },
          ...finalizers.map((finalizer) => ({
            what: `once ${finalizer} lets it go`,
            shape: "waiting" as const,
          })),
          ...(owner
            ? [
                {
                  what: `${owner.kind} ${owner.name} made it and may make it again`,
                  shape: "drifted" as const,
                },
              ]
            : []),
        ]}
        keeps={[]}
        verb={`Delete ${kind.kind}`}
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => remove.mutate({ ...target, uid, confirm: name })}
      />
    </>
  );
}
