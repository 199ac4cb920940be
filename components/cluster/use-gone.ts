"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { toast } from "#components/ui/toast.tsx";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";

/** A cluster that was seen being deleted and is no more: back to the list, with a word. @returns whether that is so */
export function useGone(name: string, last: ClusterDetail | undefined, missing: boolean): boolean {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  if (last?.deletionRequestedAt && !deleting) setDeleting(true);
  const gone = missing && deleting;
  useEffect(() => {
    if (!gone) return;
    toast.done({
      fact: `${name} is deleted.`,
      consequence: "Its steps were counted down; its audit entries are kept.",
    });
    void queryClient.invalidateQueries({ queryKey: trpc.cluster.list.queryKey() });
    router.replace("/clusters");
  }, [gone, name, queryClient, router, trpc]);
  return gone;
}
