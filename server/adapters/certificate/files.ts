import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 10_000; // a mounted Secret is swapped by a symlink, which file watchers miss

interface Pair {
  key: string;
  cert: string;
}

/** tls.crt and tls.key of a folder, at once and whenever they turn, until the abort. A half-written pair is read again later. */
export async function followCertificateFiles(
  dir: string,
  {
    onPair,
    onError,
    signal,
    everyMs = LOOK_EVERY_MS,
  }: {
    onPair: (pair: Pair) => void;
    onError: (error: unknown) => void;
    signal: AbortSignal;
    everyMs?: number;
  },
): Promise<void> {
  let known = "";
  while (!signal.aborted) {
    try {
      const [cert, key] = await Promise.all(
        ["tls.crt", "tls.key"].map((name) => readFile(path.join(dir, name), "utf8")),
      );
      if (cert && key && `${cert}${key}` !== known) {
        onPair({ key, cert });
        known = `${cert}${key}`;
      }
    } catch (error) {
      onError(error);
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
