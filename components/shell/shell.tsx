"use client";
import type { ReactNode } from "react";
import type { Role } from "#server/domain/actor.ts";
import { Bar } from "./bar.tsx";
import { LiveProvider } from "./live.tsx";
import { MeProvider } from "./me.tsx";
import { DisconnectedStrip } from "./disconnected-strip.tsx";
import { FootTabs } from "./foot-tabs.tsx";
import { PaletteProvider } from "./palette.tsx";
import { Rail } from "./rail.tsx";

interface ShellProps {
  me: { name: string; email: string; role: Role };
  children: ReactNode;
}

/** Rail, bar and, on touch, five tabs at the foot; the page stands between them. */
export function Shell({ me, children }: ShellProps) {
  return (
    <MeProvider me={me}>
      <LiveProvider>
        <PaletteProvider>
          <a
            href="#main"
            className="absolute -top-16 left-3 z-20 rounded-2 bg-ink px-3 py-2 text-paper focus:top-2"
          >
            Skip to content
          </a>
          <div className="grid min-h-dvh grid-cols-1 touch:grid-cols-[var(--rail)_minmax(0,1fr)]">
            <Rail />
            <div className="min-w-0">
              <Bar />
              <DisconnectedStrip />
              <main
                id="main"
                tabIndex={-1}
                className="max-w-[1560px] px-4 pt-5 pb-24 focus:outline-none touch:px-5 touch:pt-6 touch:pb-16 desk:px-8 desk:pt-7"
              >
                {children}
              </main>
            </div>
          </div>
          <FootTabs />
        </PaletteProvider>
      </LiveProvider>
    </MeProvider>
  );
}
