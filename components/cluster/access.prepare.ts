import { counted } from "#charts/format.ts";
import { HOUR_SECONDS, OFFERED_HOURS, type AccessExtent } from "#server/domain/cluster/access.ts";
import { KubernetesName } from "#server/domain/policy/spec.ts";

export const DURATIONS = OFFERED_HOURS.map((hours) => ({ value: String(hours), label: `${hours}\u00a0h` }));
export const secondsOf = (hours: string): number => Number(hours) * HOUR_SECONDS;

/** "climate, web" as names, or why it is none. */
export function parseNamespaces(text: string): { namespaces: string[] } | { error: string } {
  const namespaces = text.split(/[\s,]+/).filter(Boolean);
  const wrong = namespaces.find((name) => !KubernetesName.safeParse(name).success);
  return wrong === undefined ? { namespaces } : { error: `${wrong.slice(0, 40)} is no name of a namespace.` };
}

/** What whoever has the file can do, said before it is given. */
export function warningOf(extent: AccessExtent, wholeCluster: boolean): string | undefined {
  if (extent !== "edit" || !wholeCluster) return undefined;
  return "Across the whole cluster, edit reaches every Secret and may act as any ServiceAccount. Namespaces keep it narrow.";
}

export const endedSentence = (count: number): string =>
  count === 1 ? "Your access is ended." : `${counted(count, "access", "accesses")} of yours ended.`;
