import { DAY_MS } from "../clock.ts";

export const CERTIFICATE_LIFE_MS = 90 * DAY_MS;
const LEFT_SHARE = 1 / 3;

export interface KnownCertificate {
  notBefore: Date;
  notAfter: Date;
  /** DNS names and addresses that it speaks for. */
  names: readonly string[];
}

/** Whether a serving certificate is made anew: there is none, it does not speak for a name, or a third of its life is left. */
export function mustRenew(known: KnownCertificate | undefined, names: readonly string[], now: Date): boolean {
  if (!known || names.some((name) => !known.names.includes(name))) return true;
  return now >= renewAt(known);
}

export const renewAt = ({ notBefore, notAfter }: KnownCertificate): Date =>
  new Date(+notAfter - LEFT_SHARE * (+notAfter - +notBefore));
