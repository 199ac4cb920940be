"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { toast } from "#components/ui/toast.tsx";

/** What follows every verb on a cluster: read it again, or say why it was refused. */
export function useClusterVerb() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return {
    refresh: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: trpc.cluster.pathKey() }),
        queryClient.invalidateQueries({ queryKey: trpc.agent.pathKey() }),
        queryClient.invalidateQueries({ queryKey: trpc.workload.pathKey() }),
      ]),
    refused: (fact: string) => (error: { message: string }) =>
      toast.failed({ fact, consequence: error.message }),
  };
}
