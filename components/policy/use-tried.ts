"use client";
import { useEffect, useState } from "react";
import { leaveIfSignedOut } from "#components/shell/signed-out.ts";
import { useTRPCClient } from "#components/shell/trpc.ts";
import type { CurveView } from "#server/domain/backtest/view.ts";
import type { Trial } from "./saved.prepare.ts";

const SETTLES_AFTER_MS = 400;

interface TrialError {
  message: string;
  code: string | undefined;
}
/** How far one trial is, by its key. */
interface Attempt {
  key?: string;
  /** 0 to 1 */
  share?: number;
  error?: TrialError;
}
const NOT_BEGUN: Attempt = {};

export interface Found {
  key: string;
  trial: Trial;
  view: CurveView;
}

/**
 * Tries a policy on the past once nobody changes it any more, one trial at a time. What was found last stays until the next is
 * there. `trial` undefined: nothing runs.
 */
export function useTried(trial: Trial | undefined) {
  const key = trial && JSON.stringify(trial);
  const settled = useSettled(key);
  const [found, setFound] = useState<Found>();
  const [attempt, setAttempt] = useState<Attempt>();
  const [stopped, setStopped] = useState(false);
  const { share, error } = attempt && attempt.key === key ? attempt : NOT_BEGUN;
  const done = found?.key === key;
  const running = key !== undefined && key === settled && ![done, stopped, error].some(Boolean);
  useTrial(running ? key : undefined, setAttempt, setFound);
  return {
    found,
    /** What was found is of another draft. */
    old: trial !== undefined && !done,
    running,
    /** 0 to 1; undefined while no forecast has to be made. */
    share,
    error,
    stopped,
    stop: () => setStopped(true),
    again: () => {
      setStopped(false);
      setAttempt(undefined);
    },
  };
}

export type Tried = ReturnType<typeof useTried>;

/** One trial, by its key, told as it goes; stops when another is wanted, or none. */
function useTrial(
  key: string | undefined,
  onAttempt: (attempt: Attempt) => void,
  onFound: (found: Found) => void,
): void {
  const client = useTRPCClient();
  useEffect(() => {
    if (key === undefined) return;
    const trial = JSON.parse(key) as Trial;
    const fail = (error: Error) => {
      leaveIfSignedOut(error);
      onAttempt({ key, error: { message: error.message, code: codeOf(error) } });
    };
    const subscription = client.backtest.curve.subscribe(trial, {
      onData: (news) => {
        if (news.kind === "progress") onAttempt({ key, share: news.share });
        else onFound({ key, trial, view: news.view });
      },
      onError: fail,
      // it would be tried over and over, behind the back of whoever waits
      onConnectionStateChange: ({ state, error }) => state === "connecting" && error && fail(error),
    });
    return () => subscription.unsubscribe();
  }, [client, key, onAttempt, onFound]);
}

/** A value once it has stayed the same for a while; the first at once. */
function useSettled(value: string | undefined): string | undefined {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

function codeOf(error: Error): string | undefined {
  if (!("data" in error)) return undefined;
  const { data } = error;
  return typeof data === "object" && data !== null && "code" in data && typeof data.code === "string"
    ? data.code
    : undefined;
}
