import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { deserialize, serialize } from "superjson";
import { leaveIfSignedOut } from "./signed-out.ts";

/**
 * Live updates say when to read again; the stale time only spares a second read right after the first. Only what is
 * known when a page is rendered travels with it: await a prefetch to have it drawn, leave a slow one to the browser.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveIfSignedOut }),
    mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 20_000,
        refetchOnWindowFocus: true,
        retry: typeof window === "undefined" ? false : shouldRetry, // a page is not kept waiting for a second try
        retryDelay: 1_000,
      },
      dehydrate: {
        serializeData: serialize,
      },
      hydrate: { deserializeData: deserialize },
    },
  });
}

/** A refusal stays a refusal however often one asks; only a missing answer is asked for again. */
function shouldRetry(failures: number, error: Error): boolean {
  const status = (error as { data?: { httpStatus?: number } }).data?.httpStatus;
  return failures < 2 && (status === undefined || status >= 500);
}
