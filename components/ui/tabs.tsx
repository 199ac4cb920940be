"use client";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface TabsProps {
  label: string;
  tabs: readonly { value: string; label: ReactNode; content: ReactNode }[];
  initial?: string;
}

export function Tabs({ label, tabs, initial }: TabsProps) {
  return (
    <Radix.Root defaultValue={initial ?? tabs[0]?.value}>
      <Radix.List aria-label={label} className="mb-4 flex gap-5 border-b border-line-2">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 border-b-2 border-transparent text-ink-2 hover:text-ink data-[state=active]:border-ink data-[state=active]:font-[550] data-[state=active]:text-ink max-touch:h-11"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="focus-visible:outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
