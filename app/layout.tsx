import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";
import { TIME_ZONE_COOKIE, timeZoneFrom } from "#components/ui/time-zone.ts";
import { consoleState } from "#server/api/rsc.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Dragon’s Eye", template: "%s · Dragon’s Eye" },
  description: "Karbonetes: Kubernetes clusters that know when electricity is clean.",
};
export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [{ clock }, asked, kept] = await Promise.all([consoleState(), headers(), cookies()]);
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <Providers
          nonce={asked.get("x-nonce") ?? undefined}
          clock={clock}
          timeZone={timeZoneFrom(kept.get(TIME_ZONE_COOKIE)?.value)}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
