"use client";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import type { ManyVerb } from "#server/domain/cluster/many-verb.ts";
import { answered, begun, failed, type ManyRun, nextBatch } from "./many-run.prepare.ts";
import { useClusterVerb } from "./use-cluster-verb.ts";

/** Asks batch after batch, one at a time, and keeps what came of each. Left behind, it ends with the batch under way. */
export function useManyRun(verb: ManyVerb) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  // without a network it fails at once, rather than wait for one unseen
  const { mutateAsync } = useMutation(trpc.cluster.changeMany.mutationOptions({ networkMode: "always" }));
  const [run, setRun] = useState<ManyRun>();
  const stopped = useRef(false);
  useEffect(() => {
    stopped.current = false;
    return () => void (stopped.current = true);
  }, []);

  async function ask(from: ManyRun): Promise<void> {
    stopped.current = false;
    let now = from;
    setRun(now);
    while (now.state === "going") {
      const batch = nextBatch(now);
      try {
        const outcomes = await mutateAsync({ names: batch, verb });
        now = answered(stopped.current ? { ...now, state: "stopping" } : now, outcomes);
      } catch (error) {
        now = failed(now, batch, error as Error);
      }
      const told = now;
      setRun((shown) =>
        shown?.state === "stopping" && told.state === "going" ? { ...told, state: "stopping" } : told,
      );
    }
    await refresh();
  }
  return {
    run,
    begin: (names: readonly string[]) => void ask(begun(names)),
    goOn: () => void (run && ask({ ...run, state: "going", problem: undefined })),
    stop: () => {
      stopped.current = true;
      setRun((shown) => shown && { ...shown, state: "stopping" });
    },
  };
}
