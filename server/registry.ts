import type { App } from "./context.ts";

/** Next loads the instrumentation hook and the routes as separate module graphs; what both need hangs on the process. */
const shared = globalThis as typeof globalThis & {
  karbonMakeApp?: () => Promise<App>;
  karbonApp?: Promise<App>;
};

export function registerApp(make: () => Promise<App>): void {
  shared.karbonMakeApp = make;
}

/** The console's App, made at the first call. @throws Error when no composition root has registered one */
export function currentApp(): Promise<App> {
  if (!shared.karbonMakeApp) throw new Error("No App is registered: the instrumentation hook has not run.");
  shared.karbonApp ??= shared.karbonMakeApp().catch((error: unknown) => {
    shared.karbonApp = undefined;
    throw error;
  });
  return shared.karbonApp;
}
