/** What the auth library answers over HTTP. Everything else it could do stays shut: people are made by an administrator. */
export const AUTH_PATHS: readonly string[] = ["/sign-in/email", "/sign-out"];

/** The header in which the HTTP door hands over the address it trusts; a client's own is overwritten. */
export const CLIENT_ADDRESS_HEADER = "x-karbon-client";

/** Set by the server itself on every request, from the socket: the address of the other end. */
export const PEER_HEADER = "x-karbon-peer";

/** Set by the server itself: "1" when the request carried any header that a proxy adds. */
export const PROXIED_HEADER = "x-karbon-proxied";

/** Headers by which proxies give themselves away. */
export const FORWARDING_HEADERS = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-real-ip",
  "cf-connecting-ip",
  "true-client-ip",
] as const;
