import { counted, grams, percent } from "#charts/format.ts";
import type { ClusterSavings } from "#server/domain/cluster/savings.ts";

/** What 30 days saved: "1.34 kg", "18 % of 12 Jobs"; what is not known is said in the value's place. Below zero: waiting cost more. */
export function savedCell(saved: ClusterSavings | null): { value: string | undefined; note: string } {
  if (!saved) return { value: undefined, note: "no Job ran" };
  const { jobs, unknownJobs, gramsAtOnce, savedGrams } = saved;
  if (gramsAtOnce === null || savedGrams === null) return { value: undefined, note: "not known" };
  const share = gramsAtOnce > 0 ? `${percent((100 * savedGrams) / gramsAtOnce)} of ` : "of ";
  const all = jobs + unknownJobs;
  const of = unknownJobs > 0 ? `${jobs} in ${counted(all, "Job")}` : counted(jobs, "Job");
  return { value: grams(savedGrams), note: `${share}${of}` };
}

/** Of all clusters together; undefined where nothing is known. */
export function savedSentence(all: readonly ClusterSavings[]): string | undefined {
  let [saved, atOnce] = [0, 0];
  const known = all.filter(({ savedGrams }) => savedGrams !== null);
  if (known.length === 0) return undefined;
  for (const { savedGrams, gramsAtOnce } of known) {
    saved += savedGrams ?? 0;
    atOnce += gramsAtOnce ?? 0;
  }
  const share = atOnce > 0 ? ` (${percent((100 * Math.abs(saved)) / atOnce)})` : "";
  return saved < 0
    ? `In 30\u00a0days waiting cost ${grams(-saved)} more${share}.`
    : `In 30\u00a0days waiting saved ${grams(saved)}${share}.`;
}
