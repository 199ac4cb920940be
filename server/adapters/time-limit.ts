/**
 * Aborts with `signal`, or after so many real milliseconds, by a TimeoutError. As AbortSignal.any of an AbortSignal.timeout, which
 * Node 20 keeps by a weak reference: once that is collected, the time is never over (nodejs/node#57736).
 */
export function limitedTo(ms: number, signal: AbortSignal | undefined): AbortSignal {
  const limit = new AbortController();
  const end = (): void =>
    limit.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
  setTimeout(end, ms).unref(); // it holds the controller
  return signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
}
