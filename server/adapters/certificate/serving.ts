import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { DAY_MS } from "#server/domain/clock.ts";

export interface ServingCertificate {
  key: string;
  cert: string;
  /** Base64 of the CA's PEM, as webhook configurations want it. */
  caBundle: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const LIFE_MS = 365 * DAY_MS;
const SLACK_MS = DAY_MS; // clocks differ

/**
 * A CA of its own and one certificate under it for these names. The CA's key is forgotten, so that a new certificate has a new CA.
 * Real time, whatever the clock.
 */
export async function createServingCertificate(
  names: readonly string[],
  lifeMs = LIFE_MS,
): Promise<ServingCertificate> {
  const period = { notBefore: new Date(Date.now() - SLACK_MS), notAfter: new Date(Date.now() + lifeMs) };
  const caKeys = await generateKeys();
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...period,
    serialNumber: serial(),
    name: `CN=karbonetes-agent-${serial().slice(0, 8)}`, // two of them may stand side by side in a bundle
    keys: caKeys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
      await SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const keys = await generateKeys();
  const leaf = await X509CertificateGenerator.create({
    ...period,
    serialNumber: serial(),
    subject: `CN=${(names[0] ?? "karbonetes-agent").slice(0, 64)}`,
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: /^[\d.]+$/.test(value) ? ("ip" as const) : ("dns" as const), value })),
      ),
      await AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${(pkcs8.match(/.{1,64}/g) ?? []).join("\n")}\n-----END PRIVATE KEY-----\n`,
    cert: `${leaf.toString("pem").trim()}\n`,
    caBundle: Buffer.from(`${ca.toString("pem").trim()}\n`).toString("base64"),
  };
}

const generateKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

/** Positive, as RFC 5280 asks. */
const serial = () => `1${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString("hex")}f`;
