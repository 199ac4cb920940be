import { parse } from "yaml";
import { z } from "zod";

const ClusterEntry = z.object({
  server: z.url(),
  "certificate-authority-data": z.string().optional(),
  "insecure-skip-tls-verify": z.boolean().optional(),
  "tls-server-name": z.string().optional(),
});
const UserEntry = z.object({
  token: z.string().optional(),
  "client-certificate-data": z.string().optional(),
  "client-key-data": z.string().optional(),
  exec: z.unknown().optional(),
  "auth-provider": z.unknown().optional(),
});
const Kubeconfig = z.object({
  "current-context": z.string().optional(),
  clusters: z.array(z.object({ name: z.string(), cluster: ClusterEntry })),
  users: z.array(z.object({ name: z.string(), user: UserEntry.nullish() })).default([]),
  contexts: z.array(
    z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) }),
  ),
});

export interface KubeAccess {
  server: string;
  ca: string | undefined;
  insecure: boolean;
  tlsServerName: string | undefined;
  /** Read anew for each request: the one in a pod is replaced every hour. */
  readonly token: string | undefined;
  cert: string | undefined;
  key: string | undefined;
}

/** Where the current context leads and with what proof. Programs and file paths in it are never run nor read. @throws Error, a sentence */
export function readKubeconfig(yaml: string): KubeAccess {
  const config = Kubeconfig.parse(parse(yaml, { maxAliasCount: 0 }));
  const context = named(config.contexts, config["current-context"])?.context;
  if (!context) throw new Error("The kubeconfig has no current context.");
  const cluster = named(config.clusters, context.cluster)?.cluster;
  if (!cluster) throw new Error(`The kubeconfig has no cluster named ${context.cluster}.`);
  return {
    server: cluster.server.replace(/\/+$/, ""),
    ca: decode(cluster["certificate-authority-data"]),
    insecure: cluster["insecure-skip-tls-verify"] === true,
    tlsServerName: cluster["tls-server-name"],
    ...proofOf(named(config.users, context.user)?.user ?? {}),
  };
}

function proofOf(user: z.infer<typeof UserEntry>): Pick<KubeAccess, "token" | "cert" | "key"> {
  if (user.exec !== undefined || user["auth-provider"] !== undefined) {
    throw new Error("The kubeconfig's user runs a program to sign in; that is not supported.");
  }
  return {
    token: user.token,
    cert: decode(user["client-certificate-data"]),
    key: decode(user["client-key-data"]),
  };
}

const named = <T extends { name: string }>(all: readonly T[], name: string | undefined): T | undefined =>
  name === undefined && all.length === 1 ? all[0] : all.find((entry) => entry.name === name);

const decode = (base64: string | undefined): string | undefined =>
  base64 === undefined ? undefined : Buffer.from(base64, "base64").toString("utf8");
