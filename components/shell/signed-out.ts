/** Whether a refusal means that the session has ended. */
export function isSignedOut(error: unknown): boolean {
  if (!(error instanceof Error) || !("data" in error)) return false;
  const { data } = error;
  return typeof data === "object" && data !== null && "code" in data && data.code === "UNAUTHORIZED";
}

/** Opens the sign-in page afresh, so that nothing read before stays in the browser. */
export function leaveIfSignedOut(error: unknown): void {
  if (isSignedOut(error) && typeof window !== "undefined") window.location.assign("/sign-in");
}
