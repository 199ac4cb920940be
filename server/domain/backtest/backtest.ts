import { slotsOf } from "../job/ahead.ts";
import { emptyTrace, type BacktestInput, type Trace } from "./input.ts";
import { planKnown } from "./plan-known.ts";
import { stepThrough } from "./step.ts";
import { totalsOf, type Totals } from "./totals.ts";
import { truthOf, type Bounds, type Truth } from "./truth.ts";

export interface BacktestResult {
  trace: Trace;
  bounds: Bounds;
  totals: Totals;
}

/**
 * What a policy does with these Jobs, decided as decide() would have at every slot, and what that emits. The series to choose by
 * and the one to account by are separate. `truth` may be kept and given again while Jobs and account stay the same.
 */
export function backtest(
  input: BacktestInput,
  truth: Truth = truthOf(input.account, input.jobs),
): BacktestResult {
  const { jobs, rule, stepMs } = input;
  const trace = emptyTrace(jobs.length);
  const rest = planKnown(input, truth, trace);
  if (rest.length > 0) stepThrough(input, truth, rest, trace);
  const chunk = rule.strategy === "interruptible" ? slotsOf(rule.minimumChunkMs, stepMs) : 0;
  const bounds = truth.bounds(chunk);
  return { trace, bounds, totals: totalsOf(jobs, trace, bounds, stepMs) };
}
