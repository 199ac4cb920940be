import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import { TerminalError } from "#server/domain/errors.ts";
import { z } from "zod";
import type { Access } from "../kube-access.ts";

const TemplateRef = z.looseObject({ apiVersion: z.string(), kind: z.string(), name: z.string() });
type TemplateRef = z.infer<typeof TemplateRef>;

/**
 * The first template that a class names and that is not there, as a sentence. Cluster API itself says only in its log why it does
 * not take up such a class. Undefined where all are there, as of one that is new, or where they may not be read.
 */
export async function missingTemplate(
  { client, signal }: Access,
  { namespace, spec }: { namespace: string; spec: unknown },
): Promise<string | undefined> {
  const pathOf = createObjectPaths(client, signal);
  for (const { apiVersion, kind, name } of templateRefs(spec)) {
    try {
      const path = await pathOf({ apiVersion, kind, metadata: { name, namespace } });
      if (!(await findObject({ client, signal }, path)))
        return `Its ${kind} ${namespace}/${name} is not there.`;
    } catch (error) {
      if (error instanceof TerminalError)
        return `Its ${kind} ${namespace}/${name} is not there: ${error.message}`;
      if (signal.aborted) throw error;
    }
  }
  return undefined;
}

/** Wherever in a class they stand. */
function templateRefs(value: unknown): TemplateRef[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const reference = key === "templateRef" ? TemplateRef.safeParse(inner) : undefined;
    return reference?.success ? [reference.data] : templateRefs(inner);
  });
}
