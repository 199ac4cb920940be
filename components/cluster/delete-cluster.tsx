"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

/** Counts what goes before it asks for the name. */
export function DeleteCluster({ cluster }: { cluster: ClusterDetail }) {
  const { name } = cluster;
  const trpc = useTRPC();
  const mayOperate = useMay("operate");
  const [open, setOpen] = useState(false);
  const { refresh } = useClusterVerb();
  const plan = useQuery({ ...trpc.cluster.teardownPlan.queryOptions({ name }), enabled: open, staleTime: 0 });
  const remove = useMutation(
    trpc.cluster.delete.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        await refresh();
      },
    }),
  );
  if (!mayOperate) return null;
  const words = wordsOf(cluster);
  return (
    <>
      <Button kind="harm" onClick={() => setOpen(true)}>
        {words.button}
      </Button>
      <ConfirmByName
        open={open}
        onOpenChange={setOpen}
        name={name}
        title={words.title}
        removes={plan.data && linesOf(plan.data)}
        keeps={plan.data?.keeps.filter((kept) => !isSentence(kept)).map(lowerFirst) ?? []}
        warnings={plan.data?.warnings}
        verb={words.verb}
        busy={remove.isPending}
        error={(remove.error ?? plan.error)?.message}
        onConfirm={() => remove.mutate({ name, confirm: name })}
      />
    </>
  );
}

/** An imported cluster goes on without us: it is forgotten, not deleted. */
function wordsOf({ name, provider, operation }: ClusterDetail) {
  if (provider === "imported")
    return { button: "Forget this cluster", title: `Forget ${name}?`, verb: "Forget cluster" };
  const beingMade = operation?.kind === "create" && operation.finishedAt === null;
  return {
    button: beingMade ? "Cancel and delete" : "Delete cluster",
    title: `Delete ${name}?`,
    verb: "Delete cluster",
  };
}

/** What could not be counted is said among what goes, not among what is kept. */
function linesOf({ removes, keeps }: Outputs["cluster"]["teardownPlan"]) {
  const lines = removes.map(({ what, count, items }) => ({
    what: `${count} ${what}`,
    ...(items && { items, more: count - items.length }),
    ...(/\bjobs?\b/i.test(what) ? { shape: "waiting" as const } : {}),
  }));
  const unknown = keeps.filter(isSentence).map((what) => ({ what, shape: "unreachable" as const }));
  return [...lines, ...unknown];
}

const isSentence = (text: string) => text.endsWith(".");
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
