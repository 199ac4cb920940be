"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { toast } from "#components/ui/toast.tsx";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { runNowCost } from "./list.prepare.ts";

/** Run now and hold: a person's word over the grid's, kept in the audit log. */
export function useWorkloadVerbs(row: WorkloadRow) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const target = { cluster: row.cluster, namespace: row.namespace, name: row.name };
  const name = `${row.namespace}/${row.name}`;
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.workload.pathKey() });
  const runNow = useMutation(
    trpc.workload.runNow.mutationOptions({
      onSuccess: async () => {
        toast.done({ fact: `${name} starts now.`, consequence: runNowCost(row) });
        await refresh();
      },
      onError: refused(`${name} was not started.`),
    }),
  );
  const hold = useMutation(
    trpc.workload.hold.mutationOptions({
      onSuccess: async () => {
        toast.done({
          fact: `${name} is held.`,
          consequence: "It starts at its latest start, whatever the grid does.",
        });
        await refresh();
      },
      onError: refused(`${name} was not held.`),
    }),
  );
  return {
    running: runNow.isPending,
    holding: hold.isPending,
    runNow: () => runNow.mutate(target),
    hold: () => hold.mutate(target),
  };
}

const refused =
  (fact: string) =>
  ({ message }: { message: string }) =>
    toast.failed({ fact, consequence: message });
