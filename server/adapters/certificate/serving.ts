import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
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

/** A CA of its own and one certificate under it for these names; both live as long as the process. Real time, whatever the clock. */
export async function createServingCertificate(names: readonly string[]): Promise<ServingCertificate> {
  const from = new Date(Date.now() - SLACK_MS);
  const until = new Date(Date.now() + LIFE_MS);
  const caKeys = await generateKeys();
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: "CN=karbonetes-agent",
    keys: caKeys,
    notBefore: from,
    notAfter: until,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  const keys = await generateKeys();
  const leaf = await X509CertificateGenerator.create({
    subject: `CN=${names[0] ?? "karbonetes-agent"}`,
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    notBefore: from,
    notAfter: until,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: /^[\d.]+$/.test(value) ? ("ip" as const) : ("dns" as const), value })),
      ),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${(pkcs8.match(/.{1,64}/g) ?? []).join("\n")}\n-----END PRIVATE KEY-----\n`,
    cert: leaf.toString("pem"),
    caBundle: Buffer.from(ca.toString("pem")).toString("base64"),
  };
}

const generateKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
