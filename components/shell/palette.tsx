"use client";
import { Command } from "cmdk";
import { Dialog } from "radix-ui";
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from "react";
import { Loupe } from "#components/ui/loupe.tsx";
import { PaletteCommands } from "./palette-commands.tsx";

interface PaletteControl {
  open: () => void;
}
const PaletteContext = createContext<PaletteControl>({ open: () => undefined });
export const usePalette = (): PaletteControl => useContext(PaletteContext);

/** Ctrl-K anywhere: verbs first, each with its consequence at the right; then places. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  const open = useCallback(() => setShown(true), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setShown((was) => !was);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <PaletteContext.Provider value={{ open }}>
      {children}
      <Dialog.Root open={shown} onOpenChange={setShown}>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-30 bg-pupil/25" />
          <Dialog.Content
            aria-describedby={undefined}
            className="float-in fixed inset-x-2 top-2 z-40 overflow-hidden rounded-3 bg-raised shadow-float focus:outline-none touch:inset-x-auto touch:top-[12dvh] touch:left-1/2 touch:w-[560px] touch:-translate-x-1/2"
          >
            <Dialog.Title className="sr-only">Search or run a command</Dialog.Title>
            <Palette onDone={() => setShown(false)} />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </PaletteContext.Provider>
  );
}

function Palette({ onDone }: { onDone: () => void }) {
  const [search, setSearch] = useState("");
  return (
    <Command label="Search or run a command" loop>
      <div className="flex items-center gap-2.5 border-b border-line px-3.5 text-ink-3">
        <Loupe />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder="Search or run a command"
          className="h-12 w-full bg-transparent text-lead text-ink caret-lapis placeholder:text-ink-3 focus:outline-none"
        />
      </div>
      <Command.List className="max-h-[60dvh] overflow-y-auto pb-2">
        <Command.Empty className="px-3.5 py-4 text-ink-2">Nothing here is called “{search}”.</Command.Empty>
        <PaletteCommands onDone={onDone} />
      </Command.List>
    </Command>
  );
}
