import { loadConfig } from "#server/config.ts";
import { type App, createApp } from "#server/context.ts";

/** The console's composition root, registered by the instrumentation hook and run at the first request. */
export async function getConsoleApp(): Promise<App> {
  return createApp(loadConfig(process.env), "console");
}
