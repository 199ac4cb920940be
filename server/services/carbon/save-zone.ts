import { createHash } from "node:crypto";
import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { scoreNameOf } from "#server/domain/carbon/score.ts";
import { SourceSetting, ZoneKey } from "#server/domain/carbon/source-config.ts";
import { DomainError } from "#server/domain/errors.ts";
import { checkedSource } from "./zone-setting.ts";

export const SaveZone = z
  .object({
    zone: ZoneKey,
    name: z
      .string({ error: "Give the zone a name for people, such as Germany." })
      .trim()
      .min(1, { error: "Give the zone a name for people, such as Germany." })
      .max(80, { error: "A zone's name has at most 80 characters." }),
  })
  .and(SourceSetting);
export type SaveZone = z.infer<typeof SaveZone>;

/** Says which source speaks for a zone; the carbon-poller reads it at once. Another source starts the zone's series anew. */
export async function saveZone(app: App, { zone, name, ...setting }: SaveZone): Promise<{ zone: string }> {
  authorise(app.actor, "administer", "change a carbon source");
  await refuseTwins(app, zone);
  await checkedSource(app, zone, setting);
  const { source } = setting;
  await app.carbon.saveZone(
    { zone, name, source, ...stored(setting) },
    { actor: app.actor, action: "carbon.save-zone", at: app.clock.now(), detail: { source } },
  );
  await app.live.publish("carbon");
  await app.queue.add("carbon-poller", zone);
  return { zone };
}

/** In a cluster a zone's object is named in lower case: de and DE would overwrite each other there. */
async function refuseTwins(app: App, zone: string): Promise<void> {
  const twin = (await app.carbon.zones()).find(
    (each) => each.zone !== zone && scoreNameOf(each.zone) === scoreNameOf(zone),
  );
  if (twin)
    throw new DomainError(
      "CONFLICT",
      `${zone} and the zone ${twin.zone} have one name inside a cluster. Change ${twin.zone}, or choose another key.`,
    );
}

/** A file is kept beside the zone; its digest says when it is another one. */
function stored(setting: SourceSetting): { config: Record<string, string | number>; file?: string } {
  if (setting.source !== "replay") return { config: setting.config };
  const { csv, file } = setting.config;
  return { config: { file, digest: createHash("sha256").update(csv).digest("hex") }, file: csv };
}
