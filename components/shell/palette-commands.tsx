"use client";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Glyph } from "#components/ui/status.tsx";
import { PLACES } from "./places.ts";
import { usePalettePlaces } from "./use-palette-places.ts";
import { usePaletteVerbs, type Verb } from "./use-palette-verbs.ts";

const GROUP =
  "[&_[cmdk-group-heading]]:px-3.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-micro [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3";

export function PaletteCommands({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const verbs = usePaletteVerbs();
  const places = usePalettePlaces();
  const go = (href: string) => {
    onDone();
    router.push(href);
  };
  const run = (verb: Verb) => {
    onDone();
    verb.run();
  };
  return (
    <>
      <Command.Group heading="Do" className={GROUP}>
        {verbs.map((verb) => (
          <Item
            key={verb.id}
            value={`${verb.label} ${verb.id}`}
            onSelect={() => run(verb)}
            lead={<Glyph shape={verb.shape} />}
            aside={verb.consequence}
          >
            {verb.label}
          </Item>
        ))}
      </Command.Group>
      <Command.Group heading="Go to" className={GROUP}>
        {PLACES.map(({ name, href }) => (
          <Item key={href} value={name} onSelect={() => go(href)} lead={null} aside={null}>
            {name}
          </Item>
        ))}
        {places.map(({ label, href, aside }) => (
          <Item key={href} value={`${label} ${href}`} onSelect={() => go(href)} lead={null} aside={aside}>
            {label}
          </Item>
        ))}
      </Command.Group>
    </>
  );
}

interface ItemProps {
  value: string;
  onSelect: () => void;
  lead: ReactNode;
  aside: ReactNode;
  children: ReactNode;
}

function Item({ value, onSelect, lead, aside, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="grid min-h-9 cursor-pointer grid-cols-[28px_minmax(0,1fr)_auto] items-center gap-x-1 px-3.5 aria-selected:bg-paper-3 aria-selected:shadow-[inset_2px_0_0_var(--ink)] max-touch:min-h-11"
    >
      <span className="text-ink-2">{lead}</span>
      <span className="truncate">{children}</span>
      <small className="text-small text-ink-3">{aside}</small>
    </Command.Item>
  );
}
