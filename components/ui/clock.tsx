"use client";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { TIME_ZONE_COOKIE } from "./time-zone.ts";

/** The server's time at one instant, and how fast it runs: the demo's day passes in minutes. */
export interface ServerClock {
  now: Date;
  /** Simulated seconds a real second. */
  rate: number;
}

interface Running {
  rate: number;
  /** ms between the server's clock and this browser's, at `real`. */
  simulated: number;
  real: number;
}

const ClockContext = createContext<Running>({ rate: 1, simulated: 0, real: 0 });

const ZoneContext = createContext("UTC");

interface ClockProviderProps {
  clock: ServerClock;
  /** The viewer's, as their browser said at an earlier visit. */
  timeZone: string;
  children: ReactNode;
}

export function ClockProvider({ clock, timeZone, children }: ClockProviderProps) {
  const [zone, setZone] = useState(timeZone);
  useEffect(() => {
    const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setZone(mine);
    document.cookie = `${TIME_ZONE_COOKIE}=${mine}; path=/; max-age=31536000; samesite=lax`;
  }, []);
  const [running, setRunning] = useState<Running>({ rate: clock.rate, simulated: +clock.now, real: 0 });
  useEffect(() => {
    setRunning({ rate: clock.rate, simulated: +clock.now, real: performance.now() });
  }, [clock.now, clock.rate]);
  return (
    <ZoneContext.Provider value={zone}>
      <ClockContext.Provider value={running}>{children}</ClockContext.Provider>
    </ZoneContext.Provider>
  );
}

const nowOf = ({ rate, simulated, real }: Running) =>
  new Date(real === 0 ? simulated : simulated + (performance.now() - real) * rate);

/** The server's now, renewed every so often (real ms). The first value is the one the page was rendered with. */
export function useNow(everyMs = 1_000): Date {
  const running = useContext(ClockContext);
  const [now, setNow] = useState(() => nowOf(running));
  useEffect(() => {
    setNow(nowOf(running));
    const timer = setInterval(() => setNow(nowOf(running)), everyMs);
    return () => clearInterval(timer);
  }, [running, everyMs]);
  return now;
}

/** 1 in life, 600 in the demo. */
export const useClockRate = (): number => useContext(ClockContext).rate;

/** The viewer's time zone, an IANA name; every time on a page is in it. */
export const useTimeZone = (): string => useContext(ZoneContext);
