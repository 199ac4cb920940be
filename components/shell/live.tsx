"use client";
import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useReducer,
  useState,
  type ReactNode,
} from "react";
import type { LiveTopic } from "#server/domain/live.ts";
import { FIRST, nextConnection, type Connection, type ConnectionEvent } from "./connection.ts";
import { leaveIfSignedOut } from "./signed-out.ts";
import { isTouched } from "./topics.ts";
import { useTRPCClient } from "./trpc.ts";

interface Live {
  connection: Connection;
  reconnect: () => void;
}
const LiveContext = createContext<Live>({ connection: FIRST, reconnect: () => undefined });

/** The state of the stream, and a way to try at once. */
export const useLive = (): Live => useContext(LiveContext);

const PATIENCE_MS = 10_000;
const GATHER_MS = 400; // the demo's topics come thick; one read answers many
const REST_AFTER_MS = 60_000; // a browser has six connections a host: a tab out of sight gives its one back

/** Holds the one event stream of a page, and reads again what turned. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [connection, send] = useReducer(
    (state: Connection, event: ConnectionEvent) => nextConnection(state, event, new Date()),
    FIRST,
  );
  const reread = useReread();
  useStream(connection.kind !== "waiting", send, reread);
  const reconnect = useCallback(() => send("retry"), []);
  const retryAt = connection.kind === "waiting" ? +connection.retryAt : undefined;
  useEffect(() => {
    if (retryAt === undefined) return;
    const timer = setTimeout(reconnect, Math.max(0, retryAt - Date.now()));
    window.addEventListener("online", reconnect);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", reconnect);
    };
  }, [retryAt, reconnect]);
  return <LiveContext.Provider value={{ connection, reconnect }}>{children}</LiveContext.Provider>;
}

function useStream(
  wanted: boolean,
  send: (event: ConnectionEvent) => void,
  onTopic: (topic: LiveTopic | "all") => void,
) {
  const client = useTRPCClient();
  const inSight = useInSight();
  const open = wanted && inSight;
  useEffect(() => {
    if (!open) return;
    let ended = false;
    const lost = () => {
      if (ended) return;
      stop();
      send("lost");
    };
    const patience = setTimeout(lost, PATIENCE_MS);
    const subscription = client.live.events.subscribe(undefined, {
      onData: ({ data }) => {
        clearTimeout(patience);
        send("opened");
        onTopic(data.topic);
      },
      onConnectionStateChange: (state) => {
        if (state.state !== "connecting" || !state.error) return;
        leaveIfSignedOut(state.error);
        lost();
      },
      onError: (error) => {
        leaveIfSignedOut(error);
        lost();
      },
      onComplete: lost,
    });
    const stop = () => {
      ended = true;
      clearTimeout(patience);
      subscription.unsubscribe();
    };
    return stop;
  }, [open, client, send, onTopic]);
}

/** False once a tab has been out of sight for a minute. */
function useInSight(): boolean {
  const [inSight, setInSight] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") setInSight(true);
      else timer = setTimeout(() => setInSight(false), REST_AFTER_MS);
    };
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return inSight;
}

/** Gathers topics for a moment, then reads again whatever of the page they touch. */
function useReread(): (topic: LiveTopic | "all") => void {
  const queryClient = useQueryClient();
  const [reread] = useState(() => {
    let topics = new Set<LiveTopic | "all">();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      const turned = topics;
      topics = new Set();
      timer = undefined;
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isTouched(queryKey, turned) });
    };
    return (topic: LiveTopic | "all") => {
      topics.add(topic);
      timer ??= setTimeout(readAgain, GATHER_MS);
    };
  });
  return reread;
}
