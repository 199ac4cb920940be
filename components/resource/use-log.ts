"use client";
import { useEffect, useReducer } from "react";
import { useTRPCClient } from "#components/shell/trpc.ts";
import { NO_LOG, nextLog } from "./log.prepare.ts";
import type { Target } from "./object-panel.tsx";

export interface LogChoice {
  pod: string;
  container: string;
  follow: boolean;
  previous: boolean;
}

/** The lines of the choice, read anew at each other choice. */
export function useLog({ cluster, kind, namespace, name }: Target, choice: LogChoice) {
  const client = useTRPCClient();
  const [state, send] = useReducer(nextLog, NO_LOG);
  const { pod, container, follow, previous } = choice;
  useEffect(() => {
    send("again");
    const wish = { cluster, kind, namespace, name, pod, container, follow: follow && !previous, previous };
    const subscription = client.resource.logs.subscribe(wish, {
      onStarted: () => send("again"), // a broken stream begins anew with its last lines
      onData: send,
      onComplete: () => send("over"),
      onError: ({ message }) => send({ kind: "failed", message }),
    });
    return () => subscription.unsubscribe();
  }, [client, cluster, kind, namespace, name, pod, container, follow, previous]);
  return state;
}
