"use client";
import { usePathname } from "next/navigation";
import { hasLogs } from "#server/domain/resource/kind.ts";
import type { ObjectView } from "#server/domain/resource/view.ts";
import { type Tab, TABS } from "./use-tab.ts";

const WORDS: Record<Tab, string> = { yaml: "YAML", events: "Events", logs: "Logs", terminal: "Terminal" };

interface ObjectTabsProps {
  object: ObjectView;
  tab: Tab;
  onTab: (tab: Tab) => void;
}

/** Each is a place of its own: a link can be kept and sent. */
export function ObjectTabs({ object, tab, onTab }: ObjectTabsProps) {
  const pathname = usePathname();
  const has: Record<Tab, boolean> = {
    yaml: true,
    events: true,
    logs: hasLogs(object.kind),
    terminal: object.containers.length > 0,
  };
  const tabs = TABS.filter((each) => has[each]);
  return (
    <nav aria-label="What is shown" className="mb-4 flex gap-5 overflow-x-auto border-b border-line-2">
      {tabs.map((each) => (
        <a
          key={each}
          href={each === "yaml" ? pathname : `${pathname}?show=${each}`}
          aria-current={each === tab ? "page" : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            onTab(each);
          }}
          className="-mb-px flex h-11 flex-none items-center border-b-2 border-transparent text-ink-2 no-underline hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-ink aria-[current=page]:font-[550] aria-[current=page]:text-ink touch:h-9"
        >
          {WORDS[each]}
        </a>
      ))}
    </nav>
  );
}
