import type { ReactNode } from "react";
import { Mark } from "#components/ui/mark.tsx";
import { WatchingEye } from "./watching-eye.tsx";

/** The door: the Eye at the left, a form at the right; on touch one under the other. */
export function EntryPage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr]">
      <header className="flex h-(--bar) items-center gap-[9px] border-b border-line px-4 text-[14px] font-semibold tracking-[-0.01em] desk:px-8">
        <Mark />
        Dragon’s Eye
      </header>
      <main className="mx-auto grid w-full max-w-[1040px] content-start items-center gap-x-16 gap-y-8 px-4 py-8 touch:px-8 desk:grid-cols-[420px_minmax(0,1fr)] desk:content-center desk:py-12">
        <div className="mx-auto w-[min(60vw,240px)] desk:w-[420px]">
          <WatchingEye />
        </div>
        <div className="w-full max-w-[400px] max-desk:mx-auto">
          <h1 className="text-[22px] leading-[27px] font-[550] tracking-[-0.022em] text-balance touch:text-head">
            {title}
          </h1>
          <p className="mt-1.5 mb-6 text-lead text-pretty text-ink-2">{lead}</p>
          {children}
        </div>
      </main>
    </div>
  );
}
