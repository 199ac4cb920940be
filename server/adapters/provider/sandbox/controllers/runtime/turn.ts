const LONGEST_TURN_MS = 10;
let since = performance.now();

/** Gives the event loop its turn when ours has lasted: a thousand Jobs in a burst do not starve the REST door. */
export async function breathe(): Promise<void> {
  if (performance.now() - since < LONGEST_TURN_MS) return;
  await new Promise<void>((resolve) => void setImmediate(resolve));
  since = performance.now();
}
