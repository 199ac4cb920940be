"use client";
import { useCallback, useMemo, useState } from "react";

export interface Choice {
  names: ReadonlySet<string>;
  /** Every one that is shown is chosen. */
  all: boolean;
  set: (name: string, on: boolean) => void;
  setAll: (on: boolean) => void;
  clear: () => void;
}

/** What is chosen of what is shown; what a filter hides is chosen no more, so that nobody changes what they do not see. */
export function useChoice(shown: readonly string[]): Choice {
  const [wished, setWished] = useState<ReadonlySet<string>>(new Set());
  const names = useMemo(() => new Set(shown.filter((name) => wished.has(name))), [shown, wished]);
  const set = useCallback(
    (name: string, on: boolean) =>
      setWished((before) => new Set(on ? [...before, name] : [...before].filter((each) => each !== name))),
    [],
  );
  return {
    names,
    all: shown.length > 0 && names.size === shown.length,
    set,
    setAll: (on) => setWished(new Set(on ? shown : [])),
    clear: () => setWished(new Set()),
  };
}
