import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { makeCertificates } from "./pki.ts";

const Identity = z.object({
  caCertificate: z.string(),
  servingCertificate: z.string(),
  servingKey: z.string(),
  token: z.string(),
  port: z.number(),
});
/** What makes a sandbox the same cluster after a restart. */
export type Identity = z.infer<typeof Identity>;

export function saveIdentity(dir: string, identity: Identity): void {
  const file = path.join(dir, "identity.json");
  fs.writeFileSync(`${file}.tmp`, JSON.stringify(identity), { mode: 0o600 });
  fs.renameSync(`${file}.tmp`, file);
}

/** Reads the identity kept in `dir`, or makes one. */
export async function loadIdentity(dir: string, name: string): Promise<Identity> {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = path.join(dir, "identity.json");
  if (fs.existsSync(file)) return Identity.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  const identity = {
    ...(await makeCertificates(name)),
    token: randomBytes(32).toString("base64url"),
    port: 0,
  };
  saveIdentity(dir, identity);
  return identity;
}
