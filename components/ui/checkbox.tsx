"use client";
import { Checkbox as Radix, Switch as RadixSwitch } from "radix-ui";
import type { ReactNode } from "react";

interface CheckboxProps {
  label: ReactNode;
  help?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

export function Checkbox({ label, help, checked, onChange, disabled }: CheckboxProps) {
  return (
    <label className="grid min-h-[26px] grid-cols-[22px_1fr] py-[3px] max-touch:py-2">
      <Radix.Root
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
        className="mt-[3px] grid size-[14px] place-items-center rounded-1 border border-control bg-raised data-[state=checked]:border-ink data-[state=checked]:bg-ink disabled:border-line-2"
      >
        <Radix.Indicator>
          <svg width="10" height="10" viewBox="0 0 12 12" aria-hidden="true" className="stroke-paper">
            <path d="M2 6.4 4.8 9.2 10.2 3" fill="none" strokeWidth="1.8" />
          </svg>
        </Radix.Indicator>
      </Radix.Root>
      <span>
        {label}
        {help && <small className="block text-small text-ink-3">{help}</small>}
      </span>
    </label>
  );
}

interface SwitchProps {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** For what takes effect at once. */
export function Switch({ label, checked, onChange, disabled }: SwitchProps) {
  return (
    <label className="inline-flex items-center gap-2">
      <RadixSwitch.Root
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="h-4 w-7 rounded-full border border-control bg-transparent p-px data-[state=checked]:border-ink data-[state=checked]:bg-ink disabled:border-line-2"
      >
        <RadixSwitch.Thumb className="block size-3 rounded-full bg-ink-3 transition-transform duration-(--t-touch) data-[state=checked]:translate-x-3 data-[state=checked]:bg-paper" />
      </RadixSwitch.Root>
      {label}
    </label>
  );
}
