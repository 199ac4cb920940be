"use client";
import { useState } from "react";
import { classes } from "./classes.ts";
import { Input } from "./input.tsx";

interface SearchFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  className?: string;
}

/** Words to look for, kept elsewhere, such as in the address: that follows, and typing does not wait for it. */
export function SearchField({ label, placeholder, value, onChange, className }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  return (
    <search className={classes("max-touch:w-full", className)}>
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        className="touch:h-[30px]"
        onChange={({ target }) => {
          setTyped(target.value);
          setShown(target.value);
          onChange(target.value);
        }}
      />
    </search>
  );
}
