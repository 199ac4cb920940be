import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { ZoneKey } from "#server/domain/carbon/source-config.ts";
import { DomainError } from "#server/domain/errors.ts";
import { zoneSetting } from "./zone-setting.ts";

export const RemoveZone = z.object({ zone: ZoneKey });
export type RemoveZone = z.infer<typeof RemoveZone>;

/** With its readings and forecasts. Not while something decides by it. */
export async function removeZone(app: App, { zone }: RemoveZone): Promise<void> {
  authorise(app.actor, "administer", "remove a zone");
  await zoneSetting(app, zone);
  const { clusters, policies } = await app.carbon.usersOf(zone);
  if (clusters.length > 0) {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${counted(clusters, "cluster stands", "clusters stand")} in ${zone}: ${listed(clusters)}. Delete them first, or keep the zone.`,
    );
  }
  if (policies.length > 0) {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${counted(policies, "policy names", "policies name")} ${zone}: ${listed(policies)}. Change them first.`,
    );
  }
  const audit = { actor: app.actor, action: "carbon.remove-zone", at: app.clock.now() };
  await app.carbon.removeZone(zone, audit);
  await app.live.publish("carbon");
}

const MOST_NAMED = 5;
const counted = (names: readonly string[], one: string, many: string) =>
  `${names.length} ${names.length === 1 ? one : many}`;
const listed = (names: readonly string[]) =>
  names.length <= MOST_NAMED
    ? names.join(", ")
    : `${names.slice(0, MOST_NAMED).join(", ")} and ${names.length - MOST_NAMED} more`;
