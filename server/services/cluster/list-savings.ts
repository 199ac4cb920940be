import type { DecisionRepo } from "#server/adapters/db/decision.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { type ClusterSavings, SAVINGS_DAYS } from "#server/domain/cluster/savings.ts";
import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { seriesOfZone } from "../carbon/zone-label.ts";

interface Kept {
  until: number;
  answer: Promise<ClusterSavings[]>;
}
const KEPT_MS = 5 * MINUTE_MS;
const keptBy = new WeakMap<DecisionRepo, Kept>();

/** What the last 30 days saved, for each cluster with a Job that ran: read at most every five minutes, since a month is long. */
export function listSavings(app: App): Promise<ClusterSavings[]> {
  authorise(app.actor, "read", "see clusters");
  const now = app.clock.now();
  const kept = keptBy.get(app.decisions);
  if (kept && +now < kept.until) return kept.answer;
  const answer = savingsNow(app, now);
  keptBy.set(app.decisions, { until: +now + KEPT_MS, answer });
  answer.catch(() => keptBy.delete(app.decisions)); // the next who asks tries again
  return answer;
}

async function savingsNow(app: App, now: Date): Promise<ClusterSavings[]> {
  const kinds = (await app.carbon.zones()).map(seriesOfZone);
  return app.decisions.savings({ from: new Date(+now - SAVINGS_DAYS * DAY_MS), now, kinds });
}
