"use client";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** A sentence under the title. */
  description?: ReactNode;
  children: ReactNode;
  /** A wide one for what is pasted: 640 px instead of 470. */
  wide?: boolean;
}

/** Floats in the middle; at a phone's width, from the foot. Escape and a press beside it close it. */
export function Dialog({ open, onOpenChange, title, description, children, wide }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-pupil/25" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={classes(
            "float-in fixed z-40 max-h-[92dvh] scroll-pb-20 overflow-y-auto rounded-3 bg-raised px-[22px] pt-5 pb-[18px] shadow-float focus:outline-none",
            "inset-x-2 bottom-2 touch:inset-x-auto touch:bottom-auto touch:top-[12dvh] touch:left-1/2 touch:max-h-[80dvh] touch:-translate-x-1/2",
            wide ? "touch:w-[640px]" : "touch:w-[470px]",
          )}
        >
          <Radix.Title className="mb-1.5 text-title font-semibold">{title}</Radix.Title>
          {description && <Radix.Description className="text-ink-2">{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The buttons at a dialog's foot, in sight however long it is: keeping at the left of doing. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return (
    <div className="sticky -bottom-[18px] z-10 mt-1 -mb-[18px] flex flex-wrap justify-end gap-2 bg-raised pt-3 pb-[18px]">
      {children}
    </div>
  );
}
