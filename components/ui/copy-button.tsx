"use client";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";

/** Says that it did, for 2 s, in its own place. */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused">();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    // absent where the page is not served from a trustworthy origin
    const written =
      (navigator.clipboard as Clipboard | undefined)?.writeText(text) ?? Promise.reject(new Error("absent"));
    written.then(
      () => setOutcome("copied"),
      () => setOutcome("refused"),
    );
  };
  return (
    <Button small onClick={copy}>
      <span aria-live="polite">
        {outcome === "copied" ? "Copied" : outcome === "refused" ? "Select it and press Ctrl-C" : label}
      </span>
    </Button>
  );
}
