import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { hashPassword, verifyPassword as verify } from "better-auth/crypto";

export { hashPassword };

export const verifyPassword = (hash: string, password: string): Promise<boolean> =>
  verify({ hash, password });

// no 0 o 1 l i: it is read off a screen and typed elsewhere
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** Groups of four, such as "k7wp-3mzr-q9ta": 5 bits a character. */
export function randomCode(groups: number): string {
  return Array.from({ length: groups }, randomGroup).join("-");
}

const randomGroup = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/** For codes with enough entropy of their own; passwords go through `hashPassword`. */
export const hashCode = (code: string): string => createHash("sha256").update(normal(code)).digest("hex");

export const codeMatches = (code: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashCode(code), "hex"), Buffer.from(hash, "hex"));

const normal = (code: string) => code.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
