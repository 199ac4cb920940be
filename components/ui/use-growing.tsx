"use client";
import { type ReactNode, useCallback, useState } from "react";
import { Button } from "./button.tsx";

const PAGE = 60;

/** A long list grows by itself as its end comes near; the button is for whoever does not scroll. */
export function useGrowing(total: number, noun: string): { most: number; more: ReactNode } {
  const [most, setMost] = useState(PAGE);
  const grow = useCallback(() => setMost((before) => before + PAGE), []);
  const watch = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      const observer = new IntersectionObserver(
        ([entry]) => {
          if (entry?.isIntersecting) grow();
        },
        { rootMargin: "600px" },
      );
      observer.observe(element);
      return () => observer.disconnect();
    },
    [grow],
  );
  const more =
    total > most ? (
      // a new key at each page: the observer tells of a change only, and this one begins again
      <div key={most} ref={watch} className="flex justify-center py-3">
        <Button small kind="quiet" onClick={grow}>
          {`Show more of ${total} ${noun}`}
        </Button>
      </div>
    ) : null;
  return { most, more };
}
