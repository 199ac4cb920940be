import { parseDuration } from "#server/domain/duration.ts";
import {
  BUILT_IN_POLICY,
  type CarbonPolicySpec,
  DEFAULT_POLICY_NAME,
  POLICY_API_VERSION,
  POLICY_KIND,
  SYSTEM_NAMESPACE,
} from "#server/domain/policy/spec.ts";

import { isStrategyField, reads } from "./strategy.prepare.ts";

export interface YamlLine {
  key: string;
  indent: number;
  /** null for a key that opens a block. */
  value: string | null;
  /** What it was in force, where the draft differs; "unset" where it was not there. */
  was: string | null;
  /** The draft no longer has it: shown as a comment. */
  removed: boolean;
}
export interface PolicyDraft {
  name: string;
  namespaces: readonly string[];
  spec: CarbonPolicySpec;
}

const FIELDS = [
  "enabled",
  "dryRun",
  "strategy",
  "percentile",
  "percentileOf",
  "greenFrom",
  "greenUntil",
  "timeZone",
  "minimumChunk",
  "maxDelay",
  "maxIntensity",
  "minSavingPercent",
  "uncertaintyMargin",
  "expectedDuration",
  "mode",
  "greenPool",
  "fallbackPool",
  "zone",
] as const satisfies readonly (keyof CarbonPolicySpec)[];
export type SpecField = (typeof FIELDS)[number];

/** The fields of the spec that the draft changes. */
export const changedFields = (draft: CarbonPolicySpec, inForce: CarbonPolicySpec | undefined): SpecField[] =>
  inForce ? FIELDS.filter((field) => !same(draft[field], inForce[field])) : [];

/** "24h" and "1d" are one duration. */
function same(a: CarbonPolicySpec[SpecField], b: CarbonPolicySpec[SpecField]): boolean {
  if (a === b) return true;
  if (typeof a !== "string" || typeof b !== "string") return false;
  const ms = parseDuration(a);
  return ms !== undefined && ms === parseDuration(b);
}

const plain = (key: string, value: string | null, indent = 0): YamlLine => ({
  key,
  indent,
  value,
  was: null,
  removed: false,
});

/** The policy as it stands in a cluster, a line an entry. `inForce` undefined: nothing is marked as changed. */
export function yamlLines(draft: PolicyDraft, inForce: CarbonPolicySpec | undefined): YamlLine[] {
  return [
    plain("apiVersion", POLICY_API_VERSION),
    plain("kind", POLICY_KIND),
    plain("metadata", null),
    plain("name", draft.namespaces.length === 0 ? DEFAULT_POLICY_NAME : draft.name || '""', 1),
    plain("namespace", draft.namespaces[0] ?? SYSTEM_NAMESPACE, 1),
    plain("spec", null),
    ...FIELDS.flatMap((field) => specLine(field, draft.spec, inForce)),
  ];
}

function specLine(
  field: SpecField,
  spec: CarbonPolicySpec,
  inForce: CarbonPolicySpec | undefined,
): YamlLine[] {
  const value = spec[field];
  const before = inForce?.[field];
  if (value === undefined && before === undefined) return [];
  const changed = inForce !== undefined && !same(value, before);
  if (!changed && isUnread(field, spec)) return [];
  return [
    {
      key: field,
      indent: 1,
      value: scalar(value ?? before),
      was: changed ? String(before ?? "unset") : null,
      removed: value === undefined,
    },
  ];
}

/** What its strategy does not read and nobody set is left out; the cluster fills it in again. */
const isUnread = (field: SpecField, spec: CarbonPolicySpec): boolean =>
  isStrategyField(field) && !reads(spec.strategy, field) && same(spec[field], BUILT_IN_POLICY[field]);

/** 10:00 is a number to some readers of YAML, 600. */
const scalar = (value: CarbonPolicySpec[SpecField]): string =>
  typeof value === "string" && /^\d+:\d+$/.test(value) ? `"${value}"` : String(value);

/** The text that the copy button takes: what `kubectl apply -f -` accepts. */
export const yamlText = (lines: readonly YamlLine[]): string =>
  lines
    .filter(({ removed }) => !removed)
    .map(({ key, indent, value }) => `${"  ".repeat(indent)}${key}:${value === null ? "" : ` ${value}`}`)
    .join("\n") + "\n";
