import { ruleOf } from "#server/domain/backtest/rule.ts";
import type { Rule } from "#server/domain/backtest/input.ts";

export { BEST_WINDOW as bestWindow, ruleOf } from "#server/domain/backtest/rule.ts";
export const interruptible: Rule = ruleOf({
  strategy: "interruptible",
  minSavingPercent: 0,
  minimumChunk: "1m",
});
