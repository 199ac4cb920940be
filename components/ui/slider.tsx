"use client";
import { useState } from "react";
import { Slider as Radix } from "radix-ui";
import type { FieldIds } from "./field.tsx";
import { Input } from "./input.tsx";

interface SliderProps {
  ids: FieldIds;
  /** "Longest wait in hours": for the number beside the slider. */
  label: string;
  unit: string;
  min: number;
  max: number;
  step?: number;
  value: number;
  onChange: (value: number) => void;
  disabled?: boolean;
}

/** Slider and number are one value. The number may be typed beyond the slider's reach; the form says its bounds. */
export function SliderField({
  ids,
  label,
  unit,
  min,
  max,
  step = 1,
  value,
  onChange,
  disabled,
}: SliderProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_92px] items-center gap-[14px]">
      <Radix.Root
        min={min}
        max={max}
        step={step}
        disabled={disabled}
        value={[Math.min(max, Math.max(min, value))]}
        onValueChange={([next]) => next !== undefined && onChange(next)}
        className="relative flex h-6 w-full touch-none items-center max-touch:h-11"
      >
        <Radix.Track className="relative h-[3px] grow rounded-full bg-line-2">
          <Radix.Range className="absolute h-full rounded-full bg-ink" />
        </Radix.Track>
        <Radix.Thumb
          aria-label={label}
          aria-describedby={ids["aria-describedby"]}
          className="group block h-[22px] w-[11px] focus-visible:outline-offset-1"
        >
          <span className="block size-full bg-ink [clip-path:polygon(50%_0,80%_22%,100%_50%,80%_78%,50%_100%,20%_78%,0_50%,20%_22%)] group-data-[disabled]:bg-ink-3" />
        </Radix.Thumb>
      </Radix.Root>
      <Input
        {...ids}
        inputMode="decimal"
        unit={unit}
        disabled={disabled}
        value={typed ?? String(value)}
        onBlur={() => setTyped(undefined)}
        onChange={({ target }) => {
          setTyped(target.value);
          const number = Number(target.value.replace(",", "."));
          if (target.value.trim() !== "" && Number.isFinite(number)) onChange(number);
        }}
      />
    </div>
  );
}
