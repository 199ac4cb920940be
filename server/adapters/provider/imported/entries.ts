import { parseDocument } from "yaml";
import { z } from "zod";
import { DomainError } from "#server/domain/errors.ts";

const Name = z.string().min(1).max(253);
const text = z.string().max(200_000).optional();

const ClusterEntry = z.object({
  server: z.string().max(2_000),
  "certificate-authority-data": text,
  "tls-server-name": z.string().max(253).optional(),
  "certificate-authority": z.unknown().optional(),
  "proxy-url": z.unknown().optional(),
  "insecure-skip-tls-verify": z.unknown().optional(),
});
const UserEntry = z.object({
  token: text,
  "client-certificate-data": text,
  "client-key-data": text,
  exec: z.unknown().optional(),
  "auth-provider": z.unknown().optional(),
  tokenFile: z.unknown().optional(),
  "client-certificate": z.unknown().optional(),
  "client-key": z.unknown().optional(),
  username: z.unknown().optional(),
  password: z.unknown().optional(),
  as: z.unknown().optional(),
  "as-uid": z.unknown().optional(),
  "as-groups": z.unknown().optional(),
  "as-user-extra": z.unknown().optional(),
});
const ContextEntry = z.object({ name: Name, context: z.object({ cluster: Name, user: Name.nullish() }) });
const Kubeconfig = z.object({
  kind: z.literal("Config").optional(),
  "current-context": z.string().nullish(),
  clusters: z.array(z.object({ name: Name, cluster: ClusterEntry })).nullish(),
  users: z.array(z.object({ name: Name, user: UserEntry.partial().nullish() })).nullish(),
  contexts: z.array(ContextEntry).nullish(),
});

export type ClusterEntry = z.infer<typeof ClusterEntry>;
export type UserEntry = Partial<z.infer<typeof UserEntry>>;
export type ContextEntry = z.infer<typeof ContextEntry>;
export interface Entries {
  clusters: Map<string, ClusterEntry>;
  users: Map<string, UserEntry>;
  contexts: ContextEntry[];
  current: string | null;
}

export const MOST_KUBECONFIG_BYTES = 256 * 1024;
const MOST_DEPTH = 20;
const MOST_CONTEXTS = 200;

/** Hostile text -> entries that can be named. @throws DomainError with a sentence */
export function readEntries(source: string): Entries {
  if (Buffer.byteLength(source, "utf8") > MOST_KUBECONFIG_BYTES) {
    throw new DomainError(
      "PAYLOAD_TOO_LARGE",
      "The kubeconfig is larger than 256 KiB; a kubeconfig of one cluster has a few.",
    );
  }
  if (source.trim() === "") throw refused("The kubeconfig is empty.");
  const result = Kubeconfig.safeParse(parseYaml(source));
  if (!result.success) throw refused(sentenceOf(result.error));
  const { clusters, users, contexts } = result.data;
  if (!contexts?.length)
    throw refused("The kubeconfig has no contexts, so it does not say which cluster to use.");
  if (contexts.length > MOST_CONTEXTS)
    throw refused(`The kubeconfig has ${contexts.length} contexts; up to ${MOST_CONTEXTS} are read.`);
  return {
    clusters: new Map(clusters?.map(({ name, cluster }) => [name, cluster])),
    users: new Map(users?.map(({ name, user }) => [name, user ?? {}])),
    contexts,
    current: result.data["current-context"] || null,
  };
}

function parseYaml(source: string): unknown {
  if (deeperThan(source, MOST_DEPTH))
    throw refused(`The kubeconfig is nested more than ${MOST_DEPTH} deep; a kubeconfig has five levels.`);
  try {
    // keys are not checked for doubles: that takes quadratic time, and only what is read here is ever used
    const document = parseDocument(source, { uniqueKeys: false, logLevel: "error", schema: "core" });
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw refused(sentenceOfYaml(error instanceof Error ? error.message : ""));
  }
}

function sentenceOfYaml(message: string): string {
  if (/alias/i.test(message))
    return "The kubeconfig uses YAML aliases, which can grow without bound. Write each value out.";
  if (/multiple documents/i.test(message))
    return "The kubeconfig holds more than one YAML document. Give one.";
  const line = /at line (\d+)/.exec(message)?.[1];
  return `The kubeconfig is not YAML${line ? `: line ${line} cannot be read` : ""}.`;
}

/** A look at brackets and dashes is enough: the parser recurses, so what nests must be refused before it. */
function deeperThan(source: string, most: number): boolean {
  let depth = 0;
  for (const character of source) {
    if (character === "[" || character === "{") depth += 1;
    if (character === "]" || character === "}") depth -= 1;
    if (depth > most) return true;
  }
  return (
    source.split("\n").some((line) => (/^[\s?:-]*/.exec(line)?.[0].match(/[?:-]/g)?.length ?? 0) > most) ||
    deepIndent(source, most)
  );
}

/** Each level of a block is indented further than the one before. */
function deepIndent(source: string, most: number): boolean {
  const levels: number[] = [];
  for (const line of source.split("\n")) {
    if (line.trim() === "") continue;
    const indent = line.length - line.trimStart().length;
    while (levels.length > 0 && (levels.at(-1) ?? 0) >= indent) levels.pop();
    levels.push(indent);
    if (levels.length > most) return true;
  }
  return false;
}

function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0];
  const path = issue?.path.join(".") ?? "";
  if (path === "") return "The kubeconfig is not a list of clusters, users and contexts.";
  if (path === "kind") return "The file is YAML, but not a kubeconfig: its kind is not Config.";
  return `The kubeconfig's field ${path.slice(0, 80)} is missing or not as kubectl writes it.`;
}

const refused = (sentence: string): DomainError => new DomainError("BAD_REQUEST", sentence);
