import { X509Certificate } from "node:crypto";
import type { KnownCertificate } from "#server/domain/certificate/plan.ts";

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a bundle, each ending in a newline. */
export const certificatesIn = (pem: string): string[] =>
  (pem.match(BLOCK) ?? []).map((block) => `${block}\n`);

/** Undefined when it is no certificate. */
export function readCertificate(pem: string): KnownCertificate | undefined {
  try {
    const { validFrom, validTo, subjectAltName = "" } = new X509Certificate(pem);
    return {
      notBefore: new Date(validFrom),
      notAfter: new Date(validTo),
      names: subjectAltName.split(", ").map((name) => name.replace(/^(DNS|IP Address):/, "")),
    };
  } catch {
    return undefined;
  }
}

/** One bundle of all of them that still hold, each once, the first first. */
export function bundleOf(pems: readonly string[], now: Date): string {
  const all = pems.flatMap(certificatesIn).filter((pem) => {
    const known = readCertificate(pem);
    return known !== undefined && known.notAfter > now;
  });
  return [...new Set(all)].join("");
}
