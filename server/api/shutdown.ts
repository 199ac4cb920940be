import { setMaxListeners } from "node:events";

const shared = globalThis as typeof globalThis & { karbonShutdown?: AbortController };

/** Aborted when the console is told to stop, so that open SSE streams end and the server can exit at once. */
export const shutdown: AbortController = (shared.karbonShutdown ??= new AbortController());
setMaxListeners(0, shutdown.signal);
