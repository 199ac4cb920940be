import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { findInstallation } from "#server/adapters/kubernetes/agent-installation.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { counted } from "#server/domain/cluster/words.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import type { Access } from "../../kube-access.ts";
import { countHeldJobs } from "../../kube-look.ts";
import { writeMarks } from "../../marks.ts";
import { leftToOthers } from "./installation.ts";

/** Lets every held Job of a cluster start; resolves with their number once none is held. */
export type ReleaseHeld = (client: KubeClient, signal: AbortSignal) => Promise<number>;

/** First carbon-awareness is paused there, so that nobody holds a Job any more; then every held one starts. */
export async function releaseHeldJobs(
  access: Access,
  zone: string,
  releaseHeld: ReleaseHeld,
): Promise<string> {
  const others = leftToOthers(await findInstallation(access));
  if (others) return `${others} It releases what it holds.`;
  const held = (await countHeldJobs(access)) ?? 0;
  if (await findObject(access, `/api/v1/namespaces/${SYSTEM_NAMESPACE}`)) {
    await writeMarks(access, { provider: "imported", zone, carbonPaused: true, carbonDryRun: false });
  }
  const byUs = await releaseHeld(access.client, access.signal);
  const count = Math.max(held, byUs); // the agent itself lets them go once it hears of the pause
  return count === 0 ? "None was held." : `${counted(count, "held Job")} let go.`;
}
