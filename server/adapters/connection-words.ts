const CONNECTION: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up now",
  EHOSTUNREACH: "no way leads there",
  ENETUNREACH: "no way leads there",
  ECONNRESET: "it closed the connection",
  EPIPE: "it closed the connection",
  ETIMEDOUT: "it did not answer in time",
  UND_ERR_CONNECT_TIMEOUT: "it did not answer in time",
  UND_ERR_HEADERS_TIMEOUT: "it did not answer in time",
  UND_ERR_SOCKET: "it closed the connection",
  TimeoutError: "it did not answer in time",
};

/** Why a connection could not be had or kept, in words; undefined when `error` tells of none. `more` knows codes of the caller's own. */
export function connectionWords(
  error: unknown,
  more: Readonly<Record<string, string>> = {},
): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = (at as NodeJS.ErrnoException).code ?? at.name;
    const words = CONNECTION[code] ?? more[code];
    if (words) return words;
    const first: unknown = at instanceof AggregateError ? at.errors[0] : undefined; // one try an address
    if (first) return connectionWords(first, more);
  }
  return undefined;
}
