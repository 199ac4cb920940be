import type { CarbonRepo } from "#server/adapters/db/carbon.ts";
import type { App } from "#server/context.ts";
import type { SignalKind } from "#server/domain/carbon/intensity.ts";
import { HOUR_MS } from "#server/domain/clock.ts";

interface Kept {
  stamp: string;
  answer: Promise<unknown>;
}

const MOST_KEPT = 200;
const keptBy = new WeakMap<CarbonRepo, Map<string, Kept>>();

/**
 * What was made of a zone's readings, until they change or an hour has passed: a year is read once, not at each look,
 * and two who ask at once wait for one answer. `question` names what is made and from what.
 */
export async function keep<Answer>(
  app: Pick<App, "carbon" | "clock">,
  series: { zone: string; kind: SignalKind },
  question: string,
  make: () => Promise<Answer>,
): Promise<Answer> {
  const kept = keptBy.get(app.carbon) ?? new Map<string, Kept>();
  keptBy.set(app.carbon, kept);
  const key = `${series.zone} ${series.kind} ${question}`;
  const stamp = `${await app.carbon.readingsStamp(series)} ${Math.floor(+app.clock.now() / HOUR_MS)}`;
  const known = kept.get(key);
  if (known?.stamp === stamp) return known.answer as Promise<Answer>;
  const answer = make();
  kept.delete(key);
  kept.set(key, { stamp, answer });
  const oldest = kept.keys().next();
  if (kept.size > MOST_KEPT && !oldest.done) kept.delete(oldest.value);
  answer.catch(() => {
    if (kept.get(key)?.answer === answer) kept.delete(key); // the next who asks tries again
  });
  return answer;
}
