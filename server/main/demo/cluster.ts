import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import { TerminalError } from "#server/domain/errors.ts";
import type { AppliedObject } from "#server/domain/agent/view.ts";
import { titleOf } from "#server/domain/demo/objects.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";

export const FIELD_MANAGER = "karbon-demo";

export interface Reach {
  client: KubeClient;
  signal: AbortSignal;
}
/** One object and what became of it, for people. */
export interface Line {
  outcome: AppliedObject["outcome"] | "left";
  title: string;
  why?: string;
}

/** The object as it is in the cluster; undefined where it, or its kind, is not there. */
export async function findObject(
  { client, signal }: Reach,
  object: KubeObject,
): Promise<KubeObject | undefined> {
  try {
    return await client.json<KubeObject>(await createObjectPaths(client, signal)(object), { signal });
  } catch (error) {
    if (isNotFound(error) || error instanceof TerminalError) return undefined;
    throw error;
  }
}

/** Whether the cluster has a kind at all. */
export async function hasKind({ client, signal }: Reach, apiVersion: string, kind: string): Promise<boolean> {
  try {
    await createObjectPaths(client, signal)({ apiVersion, kind, metadata: { name: "any" } });
    return true;
  } catch (error) {
    if (error instanceof TerminalError) return false;
    throw error;
  }
}

export const lineOf = (object: KubeObject, { outcome, why }: Pick<Line, "outcome" | "why">): Line => ({
  outcome,
  title: titleOf(object),
  ...(why !== undefined && { why }),
});

/** One line an object. @throws Error with all of it where one was refused */
export function reportOf(lines: readonly Line[], note?: string): string {
  const rows = lines.map(
    ({ outcome, title, why }) => `${outcome.padEnd(9)}  ${title}${why ? `: ${why}` : ""}`,
  );
  const refused = lines.filter(({ outcome }) => outcome === "refused").length;
  const report = [...rows, ...(note ? [note] : [])].join("\n");
  if (refused === 0) return report;
  throw new Error(`${report}\n${refused === 1 ? "One was" : `${refused} were`} refused.`);
}
