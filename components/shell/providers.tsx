"use client";
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { ThemeProvider } from "next-themes";
import { useState, type ReactNode } from "react";
import superjson from "superjson";
import type { AppRouter } from "#server/api/root.ts";
import { Toaster } from "#components/ui/toast.tsx";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import { ClockProvider, type ServerClock } from "#components/ui/clock.tsx";
import { makeQueryClient } from "./query-client.ts";
import { TRPCProvider } from "./trpc.ts";

interface ProvidersProps {
  nonce: string | undefined;
  clock: ServerClock;
  timeZone: string;
  children: ReactNode;
}

/** Everything that a page below may take for granted. */
export function Providers({ nonce, clock, timeZone, children }: ProvidersProps) {
  const queryClient = browserQueryClient();
  const [trpcClient] = useState(createClient);
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" enableColorScheme={false} nonce={nonce}>
      <QueryClientProvider client={queryClient}>
        <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
          <ClockProvider clock={clock} timeZone={timeZone}>
            <TooltipProvider>{children}</TooltipProvider>
            <Toaster />
          </ClockProvider>
        </TRPCProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}

let shared: QueryClient | undefined;

/** One for the life of the browser's page, lest a suspended first render lose it; a fresh one a server render. */
function browserQueryClient(): QueryClient {
  if (typeof window === "undefined") return makeQueryClient();
  return (shared ??= makeQueryClient());
}

const url = "/api/trpc";

function createClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url, transformer: superjson }),
        false: httpBatchStreamLink({ url, transformer: superjson, fetch: fetchOrSay }),
      }),
    ],
  });
}

/** The browser's words for a missing answer ("Failed to fetch") are nobody's sentence. */
async function fetchOrSay(input: RequestInfo | URL | string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw new Error("The console does not answer.", { cause: error });
  }
}
