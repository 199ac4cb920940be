"use client";
import { DropdownMenu as Radix, Popover as RadixPopover } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

const FLOAT = "float-in z-40 rounded-3 bg-raised shadow-float focus:outline-none";

export interface MenuItem {
  label: ReactNode;
  onSelect: () => void;
  harm?: boolean;
  /** Why it cannot be chosen now; said under the label. */
  disabledReason?: string | undefined;
}

/** `trigger` is one button. */
export function Menu({
  trigger,
  items,
  label,
}: {
  trigger: ReactNode;
  items: readonly MenuItem[];
  label: string;
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className={classes(FLOAT, "min-w-44 py-1.5")}
        >
          {items.map((item, index) => (
            <Radix.Item
              key={index}
              disabled={item.disabledReason !== undefined}
              onSelect={item.onSelect}
              className={classes(
                "block cursor-pointer px-3.5 py-1.5 outline-none data-[disabled]:cursor-not-allowed data-[disabled]:text-ink-3 data-[highlighted]:bg-paper-3 max-touch:py-3",
                item.harm && "text-crimson",
              )}
            >
              {item.label}
              {item.disabledReason && <small className="block text-small">{item.disabledReason}</small>}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function Popover({
  trigger,
  children,
  label,
  defaultOpen,
}: {
  trigger: ReactNode;
  children: ReactNode;
  label: string;
  /** For one that is only made when it is asked for. */
  defaultOpen?: boolean;
}) {
  return (
    <RadixPopover.Root defaultOpen={defaultOpen ?? false}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          aria-label={label}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className={classes(FLOAT, "max-w-96 px-4 py-3")}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
