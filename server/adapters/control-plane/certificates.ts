import "reflect-metadata";
import { generateKeyPairSync, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** PEM texts by file name. */
export type Certificates = Record<string, string>;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;
const VALID_DAYS = 3_650;

interface Authority {
  certificate: x509.X509Certificate;
  keys: CryptoKeyPair;
}

/** All that a control plane on this machine needs: two authorities, three certificates, the key for service accounts. */
export async function makeCertificates(): Promise<Certificates> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const ca = await authority("kubernetes");
  const proxyCa = await authority("front-proxy"); // the API server refuses one that is also the client CA
  const serving = await leaf(ca, "CN=kube-apiserver", x509.ExtendedKeyUsage.serverAuth, [
    new x509.SubjectAlternativeNameExtension([
      { type: "ip", value: "127.0.0.1" },
      { type: "dns", value: "localhost" },
      { type: "dns", value: "kubernetes.default.svc" },
    ]),
  ]);
  const admin = await leaf(ca, "O=system:masters, CN=admin", x509.ExtendedKeyUsage.clientAuth);
  const proxy = await leaf(proxyCa, "CN=front-proxy-client", x509.ExtendedKeyUsage.clientAuth);
  const accounts = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return {
    "ca.crt": ca.certificate.toString("pem"),
    "proxy-ca.crt": proxyCa.certificate.toString("pem"),
    "serving.crt": serving.certificate,
    "serving.key": serving.key,
    "admin.crt": admin.certificate,
    "admin.key": admin.key,
    "proxy.crt": proxy.certificate,
    "proxy.key": proxy.key,
    "sa.pub": accounts.publicKey,
    "sa.key": accounts.privateKey,
  };
}

const period = () => ({
  notBefore: new Date(Date.now() - DAY_MS),
  notAfter: new Date(Date.now() + VALID_DAYS * DAY_MS),
});
const serialNumber = (): string => {
  const bytes = Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 1; // positive and without leading zeros, as Go demands
  return bytes.toString("hex");
};
const newKeys = (): Promise<CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

async function authority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...period(),
    serialNumber: serialNumber(),
    name: `CN=karbonetes-${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function leaf(
  issuer: Authority,
  subject: string,
  usage: x509.ExtendedKeyUsage,
  more: x509.Extension[] = [],
): Promise<{ certificate: string; key: string }> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...period(),
    serialNumber: serialNumber(),
    subject,
    issuer: issuer.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([usage]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
      ...more,
    ],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificate: certificate.toString("pem"), key: x509.PemConverter.encode(key, "PRIVATE KEY") };
}
