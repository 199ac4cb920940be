"use client";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useClusterVerb } from "./use-cluster-verb.ts";

export function RetryButton({ name, label = "Retry now" }: { name: string; label?: string }) {
  const trpc = useTRPC();
  const { refresh, refused } = useClusterVerb();
  const retry = useMutation(
    trpc.cluster.retry.mutationOptions({
      onSuccess: async () => {
        toast.done({ fact: `${name} is tried again.`, consequence: "The failed attempts stay in the log." });
        await refresh();
      },
      onError: refused(`${name} was not tried again.`),
    }),
  );
  return (
    <Button small kind="first" busy={retry.isPending} onClick={() => retry.mutate({ name })}>
      {label}
    </Button>
  );
}
