import type { Rule } from "#server/domain/backtest/input.ts";
import { resolvePolicy } from "#server/domain/policy/resolve.ts";
import { CarbonPolicySpec, type CarbonPolicySpecInput } from "#server/domain/policy/spec.ts";

/** A policy as the product reads it; what is not said is the product's own default. */
export const ruleOf = (spec: CarbonPolicySpecInput = {}): Rule =>
  resolvePolicy({
    policy: { source: "experiment", spec: CarbonPolicySpec.parse(spec) },
    annotations: {},
    clusterZone: "",
    paused: false,
  }).policy;

/** As published experiments choose: no least saving, so the cheapest start is taken however little it saves. */
export const bestWindow: Rule = ruleOf({ strategy: "best-window", minSavingPercent: 0 });
export const interruptible: Rule = ruleOf({
  strategy: "interruptible",
  minSavingPercent: 0,
  minimumChunk: "1m",
});
