import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** PEM texts of a CA and of the serving certificate it signed. */
export interface Certificates {
  caCertificate: string;
  servingCertificate: string;
  servingKey: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;
const VALID_DAYS = 3_650;

const serial = () => Buffer.from(webcrypto.getRandomValues(new Uint8Array(16))).toString("hex");

async function pem(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = await webcrypto.subtle.exportKey("pkcs8", key);
  return x509.PemConverter.encode(bytes, "PRIVATE KEY");
}

/** A CA of its own for one cluster; its key is forgotten once it has signed the serving certificate. */
export async function makeCertificates(name: string): Promise<Certificates> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const usages: KeyUsage[] = ["sign", "verify"];
  const caKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, usages);
  const servingKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, usages);
  const period = {
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + VALID_DAYS * DAY_MS),
  };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...period,
    serialNumber: serial(),
    name: `CN=karbonetes-sandbox-${name}`,
    keys: caKeys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const serving = await x509.X509CertificateGenerator.create({
    ...period,
    serialNumber: serial(),
    subject: "CN=kube-apiserver",
    issuer: ca.subject,
    publicKey: servingKeys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: "ip", value: "127.0.0.1" },
        { type: "dns", value: "localhost" },
        { type: "dns", value: "kubernetes.default.svc" },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  return {
    caCertificate: ca.toString("pem"),
    servingCertificate: serving.toString("pem"),
    servingKey: await pem(servingKeys.privateKey),
  };
}
