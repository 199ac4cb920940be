import { stringify } from "yaml";
import { DomainError } from "#server/domain/errors.ts";
import {
  readEntries,
  type ClusterEntry,
  type ContextEntry,
  type Entries,
  type UserEntry,
} from "./entries.ts";

export type AuthKind = "token" | "certificate" | "none" | "unsupported";
export interface KubeconfigContext {
  name: string;
  cluster: string;
  /** As it would be called; confirmed by a person before it is. */
  server: string;
  user: string;
  authKind: AuthKind;
  /** Why this context cannot be imported, as a sentence. */
  problem: string | null;
}

/**
 * What a pasted kubeconfig offers. Nothing in it is run, read from disk or called.
 * @throws DomainError with a sentence when no context of it can be used
 */
export function inspectKubeconfig(text: string): { contexts: KubeconfigContext[]; current: string | null } {
  const entries = readEntries(text);
  const contexts = entries.contexts.map((context) => describe(entries, context));
  const problem = contexts.every((context) => context.problem !== null) && contexts[0]?.problem;
  if (problem) throw new DomainError("BAD_REQUEST", problem);
  return { contexts, current: entries.current };
}

/**
 * The chosen context alone, in the smallest kubeconfig that says it: what is stored is what was checked.
 * @throws DomainError with a sentence
 */
export function extractContext(text: string, choice: string | undefined): { yaml: string; server: string } {
  const entries = readEntries(text);
  const context = choose(entries, choice);
  const { cluster, user } = partsOf(entries, context);
  const server = serverOf(cluster);
  refuseCluster(cluster);
  const proof = proofOf(user);
  return {
    server,
    yaml: stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "imported",
      contexts: [{ name: "imported", context: { cluster: "imported", user: "imported" } }],
      clusters: [
        {
          name: "imported",
          cluster: {
            server,
            ...defined("certificate-authority-data", cluster["certificate-authority-data"]),
            ...defined("tls-server-name", cluster["tls-server-name"]),
          },
        },
      ],
      users: [{ name: "imported", user: proof }],
    }),
  };
}

function choose({ contexts }: Entries, choice: string | undefined): ContextEntry {
  if (choice !== undefined) {
    const chosen = contexts.find((context) => context.name === choice);
    if (chosen) return chosen;
    throw refused(`The kubeconfig has no context named ${choice.slice(0, 80)}.`);
  }
  const [only, ...others] = contexts;
  if (only && others.length === 0) return only;
  const names = contexts.slice(0, 5).map((context) => context.name);
  throw refused(
    `The kubeconfig has ${contexts.length} contexts (${names.join(", ")}${contexts.length > 5 ? ", ..." : ""}). Choose one.`,
  );
}

function describe(entries: Entries, context: ContextEntry): KubeconfigContext {
  const { name, context: target } = context;
  const view = { name, cluster: target.cluster, user: target.user ?? "", server: "" };
  try {
    const { cluster, user } = partsOf(entries, context);
    view.server = serverOf(cluster);
    refuseCluster(cluster);
    const proof = proofOf(user);
    return { ...view, authKind: authKindOf(proof), problem: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...view, authKind: "unsupported", problem: error.message };
  }
}

function partsOf(
  entries: Entries,
  { name, context }: ContextEntry,
): { cluster: ClusterEntry; user: UserEntry } {
  const cluster = entries.clusters.get(context.cluster);
  if (!cluster)
    throw refused(
      `The context ${name} names the cluster ${context.cluster}, which is not in the kubeconfig.`,
    );
  const user = context.user ? entries.users.get(context.user) : {};
  if (!user)
    throw refused(`The context ${name} names the user ${context.user}, who is not in the kubeconfig.`);
  return { cluster, user };
}

/** The address, without a trailing slash. Credentials travel to it, so it is https, or this very machine. */
function serverOf({ server }: ClusterEntry): string {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw refused(
      `The server "${server.slice(0, 120)}" is not an https address such as https://10.0.0.1:6443.`,
    );
  }
  if (url.username || url.password) {
    throw refused("The server's address holds a user name or password. Put credentials under users instead.");
  }
  if (url.search || url.hash)
    throw refused("The server's address has a query or a fragment; give host, port and path only.");
  if (url.protocol === "http:" && !["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
    throw refused(
      `The server ${url.origin} is plain http: credentials would travel in the clear. Give its https address.`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

const CLUSTER_REFUSALS: readonly [keyof ClusterEntry, string][] = [
  [
    "certificate-authority",
    "certificate-authority is a path to a file. Give certificate-authority-data; kubectl config view --raw --flatten writes it.",
  ],
  [
    "proxy-url",
    "proxy-url sends every call through another server, which is not supported. Give an address that answers directly.",
  ],
  [
    "insecure-skip-tls-verify",
    "insecure-skip-tls-verify switches off the check of the server's certificate, so anyone on the way could read the credentials. Give certificate-authority-data instead.",
  ],
];
const USER_REFUSALS: readonly [keyof UserEntry, string][] = [
  [
    "exec",
    "The user signs in by running a program (exec), which is never run here. Give a service account's token instead.",
  ],
  [
    "auth-provider",
    "The user signs in by an auth-provider, which is not supported. Give a service account's token instead.",
  ],
  ["tokenFile", "tokenFile is a path to a file. Give the token itself."],
  [
    "client-certificate",
    "client-certificate is a path to a file. Give client-certificate-data; kubectl config view --raw --flatten writes it.",
  ],
  [
    "client-key",
    "client-key is a path to a file. Give client-key-data; kubectl config view --raw --flatten writes it.",
  ],
  [
    "username",
    "The user signs in with a name and a password, which Kubernetes ended with 1.19. Give a token or a client certificate.",
  ],
  [
    "password",
    "The user signs in with a name and a password, which Kubernetes ended with 1.19. Give a token or a client certificate.",
  ],
  [
    "as",
    "The user acts as someone else (as), which is not supported. Give the credentials of the account itself.",
  ],
  [
    "as-uid",
    "The user acts as someone else (as-uid), which is not supported. Give the credentials of the account itself.",
  ],
  [
    "as-groups",
    "The user acts for groups (as-groups), which is not supported. Give the credentials of the account itself.",
  ],
  [
    "as-user-extra",
    "The user acts as someone else (as-user-extra), which is not supported. Give the credentials of the account itself.",
  ],
];

/** A field that is there but says nothing is no reason to refuse. */
const says = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== false && value !== "";

function refuseCluster(cluster: ClusterEntry): void {
  const found = CLUSTER_REFUSALS.find(([field]) => says(cluster[field]));
  if (found) throw refused(found[1]);
  pemOf(cluster["certificate-authority-data"], "certificate-authority-data", "CERTIFICATE");
}

type Proof = Record<string, string>;

function proofOf(user: UserEntry): Proof {
  const found = USER_REFUSALS.find(([field]) => says(user[field]));
  if (found) throw refused(found[1]);
  const certificate = user["client-certificate-data"];
  const key = user["client-key-data"];
  if (says(certificate) !== says(key)) {
    throw refused(
      "A client certificate needs both client-certificate-data and client-key-data; one of them is missing.",
    );
  }
  pemOf(certificate, "client-certificate-data", "CERTIFICATE");
  pemOf(key, "client-key-data", "KEY");
  if (user.token !== undefined && /[^\x21-\x7e]/.test(user.token)) {
    throw refused(
      "The token holds spaces or characters that no token has. Paste it again, whole and on one line.",
    );
  }
  return {
    ...defined("token", user.token),
    ...defined("client-certificate-data", certificate),
    ...defined("client-key-data", key),
  };
}

function authKindOf(proof: Proof): AuthKind {
  if (proof["token"]) return "token";
  return proof["client-certificate-data"] ? "certificate" : "none";
}

function pemOf(base64: string | undefined, field: string, label: string): void {
  if (!says(base64) || base64 === undefined) return;
  const text = Buffer.from(base64, "base64").toString("latin1");
  if (text.includes("-----BEGIN ") && text.includes(label)) return;
  throw refused(`${field} does not hold a PEM ${label.toLowerCase()} in base64.`);
}

const defined = (field: string, value: string | undefined): Proof => (value ? { [field]: value } : {});
const refused = (sentence: string): DomainError => new DomainError("BAD_REQUEST", sentence);
