"use client";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import { TIME_ZONE_COOKIE } from "./time-zone.ts";

/** The server's time when it rendered the page, and how fast it runs: the demo's day passes in minutes. */
export interface ServerClock {
  now: Date;
  /** Simulated seconds a real second. */
  rate: number;
}

const ClockContext = createContext<ServerClock>({ now: new Date(0), rate: 1 });
const ZoneContext = createContext("UTC");

interface ClockProviderProps {
  clock: ServerClock;
  /** The viewer's, as their browser said at an earlier visit. */
  timeZone: string;
  children: ReactNode;
}

export function ClockProvider({ clock, timeZone, children }: ClockProviderProps) {
  const [first] = useState(clock); // a later render brings a later now, but the page's anchor stays
  const zone = useSyncExternalStore(never, browserZone, () => timeZone);
  useEffect(() => {
    document.cookie = `${TIME_ZONE_COOKIE}=${zone}; path=/; max-age=31536000; samesite=lax`;
  }, [zone]);
  return (
    <ZoneContext.Provider value={zone}>
      <ClockContext.Provider value={first}>{children}</ClockContext.Provider>
    </ZoneContext.Provider>
  );
}

const never = () => () => undefined;
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The viewer's time zone, an IANA name; every time on a page is in it. */
export const useTimeZone = (): string => useContext(ZoneContext);

/** 1 in life, 600 in the demo. */
export const useClockRate = (): number => useContext(ClockContext).rate;

/** The server's now, renewed every so often (real ms). The first value is the one the page was rendered with. */
export function useNow(everyMs = 1_000): Date {
  const { now, rate } = useContext(ClockContext);
  const ms = useTick(everyMs, () => +now + (Date.now() - renderedAt()) * rate, +now, everyMs * rate);
  return useMemo(() => new Date(ms), [ms]);
}

/** This browser's own now: for what is never simulated, such as a lost connection. */
export function useRealNow(everyMs = 1_000): Date {
  const ms = useTick(everyMs, Date.now, 0, everyMs);
  return useMemo(() => new Date(ms), [ms]);
}

/** Read in whole quanta, so that a value holds still between two ticks. */
function useTick(everyMs: number, read: () => number, onServer: number, quantumMs: number): number {
  const subscribe = useCallback(
    (onTick: () => void) => {
      const timer = setInterval(onTick, everyMs);
      return () => clearInterval(timer);
    },
    [everyMs],
  );
  const snapshot = () => Math.floor(read() / quantumMs) * quantumMs;
  return useSyncExternalStore(subscribe, snapshot, () => onServer);
}

/** When the page's first byte came, by this browser's clock: then the server's clock stood at what it rendered. */
function renderedAt(): number {
  const [navigation] = performance.getEntriesByType("navigation");
  const offset = navigation instanceof PerformanceNavigationTiming ? navigation.responseStart : 0;
  return performance.timeOrigin + offset;
}
