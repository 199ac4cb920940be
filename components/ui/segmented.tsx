"use client";
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

interface SegmentedProps<T extends string> {
  label: string;
  choices: readonly { value: T; label: ReactNode }[];
  value: T;
  onChange: (value: T) => void;
  className?: string;
}

/** A few words of which one is on: filters, periods. */
export function Segmented<T extends string>({
  label,
  choices,
  value,
  onChange,
  className,
}: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onChange(next as T)}
      className={classes("inline-flex overflow-hidden rounded-2 border border-control", className)}
    >
      {choices.map((choice) => (
        <ToggleGroup.Item
          key={choice.value}
          value={choice.value}
          className="h-7 flex-1 border-l border-line-2 px-[11px] text-small font-[450] whitespace-nowrap text-ink-2 first:border-l-0 hover:bg-paper-2 hover:text-ink focus-visible:outline-offset-[-3px] data-[state=on]:bg-ink data-[state=on]:text-paper max-touch:h-11"
        >
          {choice.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
