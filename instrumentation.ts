/** Called by Next once, before the first request. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] === "edge") return;
  const { onStart } = await import("./instrumentation-node.ts");
  onStart();
}
