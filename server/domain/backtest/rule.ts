import { resolvePolicy } from "../policy/resolve.ts";
import { CarbonPolicySpec, type CarbonPolicySpecInput } from "../policy/spec.ts";
import type { Rule } from "./input.ts";

/** A policy as the product reads it; what is not said is the product's own default. */
export const ruleOf = (spec: CarbonPolicySpecInput = {}): Rule =>
  resolvePolicy({
    policy: { source: "backtest", spec: CarbonPolicySpec.parse(spec) },
    annotations: {},
    clusterZone: "",
    paused: false,
  }).policy;

/** As published experiments choose: no least saving, so the cheapest start is taken however little it saves. */
export const BEST_WINDOW: Rule = ruleOf({ strategy: "best-window", minSavingPercent: 0 });
