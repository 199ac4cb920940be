"use client";
import { RadioGroup as Radix } from "radix-ui";
import { useId, type ReactNode } from "react";
import { classes } from "./classes.ts";

interface Choice<T extends string> {
  value: T;
  label: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
}
interface RadioGroupProps<T extends string> {
  legend: ReactNode;
  choices: readonly Choice<T>[];
  value: T;
  onChange: (value: T) => void;
  disabled?: boolean;
  was?: ReactNode;
}

export function RadioGroup<T extends string>({
  legend,
  choices,
  value,
  onChange,
  disabled,
  was,
}: RadioGroupProps<T>) {
  const id = useId();
  return (
    <Radix.Root
      aria-labelledby={id}
      value={value}
      onValueChange={(next) => onChange(next as T)}
      disabled={disabled}
      className="grid gap-[5px]"
    >
      <div id={id} className="flex justify-between gap-3 font-[550]">
        <span>{legend}</span>
        {was !== undefined && <span className="text-small font-normal text-lapis">was {was}</span>}
      </div>
      {choices.map((choice) => (
        <label key={choice.value} className="grid grid-cols-[22px_1fr] py-[3px] max-touch:py-2">
          <Radix.Item
            value={choice.value}
            disabled={disabled === true || choice.disabled === true}
            className="mt-[3px] size-[14px] rounded-full border border-control bg-raised data-[state=checked]:border-ink disabled:border-line-2"
          >
            <Radix.Indicator className="m-auto block size-2 rounded-full bg-ink" />
          </Radix.Item>
          <span className={classes(choice.disabled && "text-ink-2")}>
            {choice.label}
            {choice.help && <small className="block text-small text-ink-3">{choice.help}</small>}
          </span>
        </label>
      ))}
    </Radix.Root>
  );
}
