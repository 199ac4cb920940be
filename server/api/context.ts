import type { Config } from "#server/config.ts";
import { PEER_HEADER, PROXIED_HEADER } from "#server/domain/person/doors.ts";
import { currentApp } from "#server/registry.ts";
import type { Context, Origin } from "./trpc.ts";

export async function createContext(headers: Headers): Promise<Context> {
  const app = await currentApp();
  return { app, person: await app.auth.session(headers), origin: originOf(headers, app.config) };
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3}|localhost)$/i;

/** Decides whose request this is from what the socket said; a forwarded address counts only behind a configured proxy. */
export function originOf(headers: Headers, config: Pick<Config, "host" | "publicUrl">): Origin {
  const peer = headers.get(PEER_HEADER) ?? "unknown";
  const proxied = headers.get(PROXIED_HEADER) !== "0";
  const local =
    !proxied && LOOPBACK.test(config.host) && LOOPBACK.test(peer) && LOOPBACK.test(hostname(headers));
  const forwarded = config.publicUrl ? headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  return { client: forwarded || peer, local };
}

/** The name without its port: a page of another site that resolves to 127.0.0.1 still names itself here. */
function hostname(headers: Headers): string {
  const host = headers.get("host") ?? "";
  return host.startsWith("[") ? host.slice(1, host.indexOf("]")) : host.replace(/:\d+$/, "");
}
