import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { UpgradeView } from "#server/domain/cluster/cluster-api/change-preview.ts";
import { upgradePlanWords } from "#server/domain/cluster/cluster-api/upgrade-check.ts";
import { nextMinor, upgradePath, upgradesFrom } from "#server/domain/cluster/cluster-api/version.ts";
import { askManagement } from "../management/ask.ts";
import { changeCluster } from "./change.ts";
import { classNamed } from "./from-class.ts";
import type { ByName } from "./get.ts";
import { checksBefore, standingObject } from "./standing-object.ts";
import { changeable } from "./wanted.ts";

export const UpgradeCluster = z.object({ name: z.string().min(1).max(200), version: z.string().max(40) });
export type UpgradeCluster = z.infer<typeof UpgradeCluster>;

/** Where a cluster may go from here, what stands in the way, and what an upgrade under way still goes through. */
export async function listUpgrades(app: App, { name }: ByName): Promise<UpgradeView> {
  authorise(app.actor, "operate", "upgrade a cluster");
  const { row, management, own } = await changeable(app, name);
  const { versions: offered } = await classNamed(app, management, own.classRef);
  const { kubernetesVersion: from } = row.spec;
  const next = nextMinor(from);
  return askManagement(app, management, async (access) => {
    const standing = await standingObject(access, row, own);
    return {
      from,
      ways: upgradesFrom(from, offered).map((version) => ({
        version,
        through: upgradePath(from, version, offered),
      })),
      typed: offered.length === 0 && next !== undefined ? { next } : null,
      checks: checksBefore(row, standing, offered),
      plan: upgradePlanWords(standing.cluster) ?? null,
    };
  });
}

/** States the wish for another version; the cluster loop brings it, control plane first. */
export async function upgradeCluster(app: App, { name, version }: UpgradeCluster): Promise<void> {
  authorise(app.actor, "operate", "upgrade a cluster");
  await changeCluster(app, { name, change: { kind: "upgrade", version } });
}
