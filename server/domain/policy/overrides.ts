import { parseDuration } from "../duration.ts";
import { ANNOTATION } from "../job/annotations.ts";
import type { EffectivePolicy } from "./resolve.ts";
import { CarbonPolicySpec } from "./spec.ts";

/** What one annotation changes in the policy that holds for its Job. */
interface Override {
  key: string;
  /** For the sentence on a text that cannot be read. */
  expected: string;
  /** Undefined: not to be read. */
  parse: (text: string, policy: EffectivePolicy) => Partial<EffectivePolicy> | undefined;
}

const { shape } = CarbonPolicySpec;
type Schema<T> = { safeParse(input: unknown): { success: true; data: T } | { success: false } };
const read = <T>(schema: Schema<T>, text: string): T | undefined => {
  const result = schema.safeParse(text);
  return result.success ? result.data : undefined;
};
const readMs = (schema: Schema<string>, text: string): number | undefined =>
  parseDuration(read(schema, text) ?? "");

/** In this order: a Job that is interruptible is split, whatever strategy it names. */
const OVERRIDES: readonly Override[] = [
  {
    key: ANNOTATION.maxDelay,
    expected: "give a duration up to 7d, such as 8h",
    parse: (text) => some({ maxDelayMs: readMs(shape.maxDelay, text) }),
  },
  {
    key: ANNOTATION.duration,
    expected: "give a duration from 1m to 7d, such as 90m",
    parse: (text) => {
      const durationMs = readMs(shape.expectedDuration, text);
      return durationMs === undefined ? undefined : { durationMs, durationFrom: "annotation" };
    },
  },
  {
    key: ANNOTATION.deadline,
    expected: "give an instant such as 2026-11-22T18:00:00Z",
    parse: (text) => some({ deadline: parseInstant(text) }),
  },
  {
    key: ANNOTATION.mode,
    expected: "give prefer or require",
    parse: (text) => some({ mode: read(shape.mode, text) }),
  },
  {
    key: ANNOTATION.strategy,
    expected:
      "give best-window, percentile, static, interruptible, or threshold with a policy that has a limit",
    parse: (text, { maxIntensity }) => {
      const strategy = read(shape.strategy, text);
      return strategy === "threshold" && maxIntensity === undefined ? undefined : some({ strategy });
    },
  },
  {
    key: ANNOTATION.interruptible,
    expected: "give true or false",
    parse: (text, { strategy }) => {
      if (text === "true") return { strategy: "interruptible" };
      if (text !== "false") return undefined;
      return strategy === "interruptible" ? { strategy: "best-window" } : {};
    },
  },
  {
    key: ANNOTATION.minimumChunk,
    expected: "give a duration from 1m to 7d, such as 30m",
    parse: (text) => some({ minimumChunkMs: readMs(shape.minimumChunk, text) }),
  },
];

/** The policy as a Job's annotations change it; what could not be read changes nothing and is named, a sentence each. */
export function overridden(
  policy: EffectivePolicy,
  annotations: Readonly<Record<string, string>>,
): { policy: EffectivePolicy; warnings: string[] } {
  let result = policy;
  const warnings: string[] = [];
  for (const { key, expected, parse } of OVERRIDES) {
    const text = annotations[key];
    const change = text === undefined ? {} : parse(text, result);
    if (change) result = { ...result, ...change };
    else warnings.push(`${key}: "${text?.slice(0, 80)}" is ignored; ${expected}.`);
  }
  return { policy: result, warnings };
}

/** Undefined when the one thing in it is: a text that could not be read. */
function some(change: Partial<EffectivePolicy>): Partial<EffectivePolicy> | undefined {
  return Object.values(change).every((value) => value === undefined) ? undefined : change;
}

function parseInstant(text: string): Date | undefined {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? new Date(text) : undefined;
  return at && !Number.isNaN(+at) ? at : undefined;
}
