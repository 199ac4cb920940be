import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { chmod, link, mkdir, open, readFile, unlink } from "node:fs/promises";
import path from "node:path";

/** Encrypts what must be readable by us alone. Whose secret it is, is part of what is sealed: a row copied to another cluster does not open. */
export interface Vault {
  seal(owner: SecretOwner, plaintext: string): Uint8Array<ArrayBuffer>;
  /** @throws Error, a sentence, when the key or the owner is another, or a bit was changed */
  open(owner: SecretOwner, sealed: Uint8Array): string;
}
export interface SecretOwner {
  /** A cluster's id, or "carbon-account:" with the id of an account: it is part of what is sealed, so it stays as it is. */
  clusterId: string;
  name: string;
}
export interface StoredSecret extends SecretOwner {
  sealed: Uint8Array;
}
export interface VaultOptions {
  dataDir: string;
  /** 32 bytes, base64: in place of the key file. */
  key: string | undefined;
  /** One secret that is already stored, if there is any: the key must open it, and no new key may be made. */
  sample: () => Promise<{ owner: SecretOwner; sealed: Uint8Array } | undefined>;
}

// header: version (1), key id (8), nonce (12); then the tag (16) and the ciphertext
const VERSION = 1;
const ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES + NONCE_BYTES;
export const KEY_FILE = "key";

/** @throws Error, a sentence, when secrets exist and their key is gone, or is another one */
export async function openVault({ dataDir, key, sample }: VaultOptions): Promise<Vault> {
  const file = path.join(dataDir, KEY_FILE);
  const stored = await sample();
  const vault = createVault(key === undefined ? await keyOfFile(file, stored !== undefined) : keyOfText(key));
  if (stored) refuseAnotherKey(vault, stored, key === undefined ? `the key file ${file}` : "KARBON_KEY");
  return vault;
}

/** The vault of an installation, opened once, at the first use, by the first secret that any place holds; an opening that failed is tried again by the next use. */
export function vaultOf(
  { dataDir, key }: Pick<VaultOptions, "dataDir" | "key">,
  ...anySecret: readonly (() => Promise<StoredSecret | undefined>)[]
): () => Promise<Vault> {
  let opened: Promise<Vault> | undefined;
  const sample = async () => {
    for (const find of anySecret) {
      const secret = await find();
      if (!secret) continue;
      return { owner: { clusterId: secret.clusterId, name: secret.name }, sealed: secret.sealed };
    }
    return undefined;
  };
  return () => {
    opened ??= openVault({ dataDir, key, sample }).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

export function createVault(key: Buffer): Vault {
  const keyId = createHash("sha256").update("karbon key id").update(key).digest().subarray(0, ID_BYTES);
  return {
    seal(owner, plaintext) {
      const header = Buffer.concat([Buffer.of(VERSION), keyId, randomBytes(NONCE_BYTES)]);
      const cipher = createCipheriv("aes-256-gcm", key, header.subarray(1 + ID_BYTES));
      cipher.setAAD(additionalData(header, owner));
      const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      return Uint8Array.from(Buffer.concat([header, cipher.getAuthTag(), body]));
    },
    open(owner, sealed) {
      const bytes = Buffer.from(sealed);
      if (bytes.length < HEADER_BYTES + TAG_BYTES || bytes[0] !== VERSION) {
        throw new Error(`The secret ${owner.name} is not in a form that this version reads.`);
      }
      if (!bytes.subarray(1, 1 + ID_BYTES).equals(keyId)) {
        throw new Error(`The secret ${owner.name} was sealed with another key.`);
      }
      const header = bytes.subarray(0, HEADER_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", key, header.subarray(1 + ID_BYTES));
      decipher.setAAD(additionalData(header, owner));
      decipher.setAuthTag(bytes.subarray(HEADER_BYTES, HEADER_BYTES + TAG_BYTES));
      try {
        return (
          decipher.update(bytes.subarray(HEADER_BYTES + TAG_BYTES), undefined, "utf8") +
          decipher.final("utf8")
        );
      } catch {
        throw new Error(`The secret ${owner.name} was changed, or is of another cluster.`);
      }
    },
  };
}

const additionalData = (header: Buffer, { clusterId, name }: SecretOwner): Buffer =>
  Buffer.concat([header, Buffer.from(JSON.stringify([clusterId, name]))]);

function refuseAnotherKey(
  vault: Vault,
  stored: { owner: SecretOwner; sealed: Uint8Array },
  place: string,
): void {
  try {
    vault.open(stored.owner, stored.sealed);
  } catch {
    throw new Error(
      `The database has secrets that ${place} does not open. Put back the key they were sealed with; a backup holds both.`,
    );
  }
}

function keyOfText(text: string): Buffer {
  const key = Buffer.from(text.trim(), "base64");
  if (key.length === 32) return key;
  throw new Error(`KARBON_KEY holds ${key.length} bytes; give 32 bytes in base64 (openssl rand -base64 32).`);
}

/** Console and worker may both be the first: whoever links first wins, and the other reads. */
async function keyOfFile(file: string, mustExist: boolean): Promise<Buffer> {
  const found = await readKey(file);
  if (found) return found;
  if (mustExist) {
    throw new Error(
      `The database has secrets, but the key file ${file} is gone. Put it back from a backup, or set KARBON_KEY.`,
    );
  }
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString("base64")}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await unlink(draft);
  }
  const key = await readKey(file);
  if (!key) throw new Error(`The key file ${file} was removed while it was made.`);
  return key;
}

async function readKey(file: string): Promise<Buffer | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== 32) throw new Error(`The key file ${file} does not hold 32 bytes in base64.`);
  await chmod(file, 0o600); // a copy from a backup may have come with wider rights
  return key;
}
