"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { toast } from "#components/ui/toast.tsx";
import type { ClusterChange } from "#server/domain/cluster/cluster-api/change.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

/** What a change would do, asked of the management cluster each time; nothing is asked while there is none. */
export function usePreview(name: string, change: ClusterChange | undefined) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.cluster.previewChange.queryOptions({ name, change: change ?? { kind: "pause", paused: true } }),
    enabled: change !== undefined,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** Asks for it; the page then shows how far it is. */
export function useChange(name: string, done: { fact: string; onDone: () => void }) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  return useMutation(
    trpc.cluster.change.mutationOptions({
      onSuccess: async () => {
        done.onDone();
        toast.done({ fact: done.fact, consequence: `The steps of ${name} tell how far it is.` });
        await refresh();
      },
    }),
  );
}
