/** Asks the auth library. @returns undefined when it agreed, else the refusal as a sentence */
export async function postAuth(path: string, body: object): Promise<string | undefined> {
  const response = await fetch(`/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  return response?.ok
    ? undefined
    : refusalOf(response?.status, response?.headers.get("x-retry-after") ?? null);
}

/** Whether the address or the password was wrong is not said: an address would be confirmed by it. */
export function refusalOf(status: number | undefined, retryAfter: string | null): string {
  if (status === undefined)
    return "The console does not answer. Nothing was sent twice; try again in a moment.";
  if (status === 429)
    return `Too many attempts from here. The next is possible in ${retryAfter ?? "60"}\u00a0s.`;
  if (status === 401 || status === 400 || status === 422)
    return "E-mail address or password is wrong. After ten attempts a minute the door stays shut for one.";
  if (status === 403)
    return "This page has another address than the console expects. Open it by the address in KARBON_PUBLIC_URL.";
  return "The console could not check it: its database does not answer. Try again in a moment.";
}
