import { handSetScore, isDemos } from "#server/domain/demo/objects.ts";
import { applyOurs } from "./apply.ts";
import { findObject, reportOf, type Reach } from "./cluster.ts";

/** Sets the demo's grid by hand; one that somebody else writes is never overwritten. */
export async function setDemoGreen(reach: Reach, zone: string, green: boolean, now: Date): Promise<string> {
  const score = handSetScore(zone, green, now);
  const present = await findObject(reach, score);
  if (present && !isDemos(present)) {
    throw new Error(
      `The CarbonScore of ${zone} is written by somebody else; the demo sets a grid of its own only.`,
    );
  }
  reportOf(await applyOurs(reach, [score]));
  return green
    ? `The grid ${zone} is green now; what waits for it may start.`
    : `The grid ${zone} is dirty now; what is submitted waits.`;
}
