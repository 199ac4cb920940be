import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Signs session cookies: made from the installation's key when one is given, else from a file of its own, created with 0600. */
export function readAuthSecret({ key, dataDir }: { key: string | undefined; dataDir: string }): string {
  const material = key
    ? createHash("sha256").update(key).digest()
    : readOrCreate(path.join(dataDir, "auth.key"));
  return Buffer.from(hkdfSync("sha256", material, "", "karbonetes/auth", 32)).toString("base64");
}

function readOrCreate(file: string): Buffer {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file);
}
