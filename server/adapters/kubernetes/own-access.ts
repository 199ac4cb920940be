import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";
import { readKubeconfig, type KubeAccess } from "./kubeconfig.ts";

const ACCOUNT_DIR = "/var/run/secrets/kubernetes.io/serviceaccount";
const READ_TOKEN_EVERY_MS = 60_000;

interface Places {
  kubeconfig: string | undefined;
  /** KUBERNETES_SERVICE_HOST and _PORT, which every pod has. */
  host: string | undefined;
  port: string | undefined;
  accountDir?: string;
}

/** The way to the cluster that this program is in, or that KUBECONFIG names. @throws Error, a sentence */
export function ownAccess({ kubeconfig, host, port, accountDir = ACCOUNT_DIR }: Places): KubeAccess {
  if (kubeconfig) return readKubeconfig(withFilesInline(readOrSay(kubeconfig), path.dirname(kubeconfig)));
  if (host && existsSync(path.join(accountDir, "token"))) return podAccess(host, port ?? "443", accountDir);
  throw new Error("This is no pod of a cluster, and KUBECONFIG names no file.");
}

/** As the pod's ServiceAccount. Its token is replaced in the file long before it ends. */
function podAccess(host: string, port: string, dir: string): KubeAccess {
  const read = () => readFileSync(path.join(dir, "token"), "utf8").trim();
  let token = read();
  let readAt = performance.now();
  return {
    server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    ca: readFileSync(path.join(dir, "ca.crt"), "utf8"),
    insecure: false,
    tlsServerName: undefined,
    get token() {
      if (performance.now() - readAt > READ_TOKEN_EVERY_MS) {
        token = read();
        readAt = performance.now();
      }
      return token;
    },
    cert: undefined,
    key: undefined,
  };
}

function readOrSay(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`KUBECONFIG names ${file}, which cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

const FILE_KEYS = ["certificate-authority", "client-certificate", "client-key"] as const;

/** A person's own kubeconfig may name files beside it; one that came over the network may not, and never gets here. */
function withFilesInline(yaml: string, dir: string): string {
  const config = parse(yaml, { maxAliasCount: 0 }) as { clusters?: unknown; users?: unknown } | null;
  for (const entry of [...listOf(config?.clusters), ...listOf(config?.users)]) {
    const part = (entry["cluster"] ?? entry["user"]) as Record<string, unknown> | undefined;
    for (const key of FILE_KEYS) {
      const file = part?.[key];
      if (!part || typeof file !== "string") continue;
      part[`${key}-data`] = Buffer.from(readOrSay(path.resolve(dir, file))).toString("base64");
      delete part[key];
    }
  }
  return stringify(config);
}

const listOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
