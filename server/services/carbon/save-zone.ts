import { createHash } from "node:crypto";
import type { NewZoneSource } from "#server/adapters/db/carbon-zone-source.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { scoreNameOf } from "#server/domain/carbon/score.ts";
import { signalKindOf, type SourceSetting } from "#server/domain/carbon/source-config.ts";
import { titleOf } from "#server/domain/carbon/speaker.ts";
import type { SaveZone, ZoneEntry } from "#server/domain/carbon/zone-save.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { DomainError } from "#server/domain/errors.ts";
import { nudgeZones, secretsOf } from "./account.ts";
import { checkedSource, keptSource } from "./zone-setting.ts";

interface Wanted extends NewZoneSource {
  file?: string;
}

/** Says which sources speak for a zone, in order; the carbon-poller asks them at once. What a source that goes gave goes with it. */
export async function saveZone(app: App, { zone, name, sources }: SaveZone): Promise<{ zone: string }> {
  authorise(app.actor, "administer", "change a carbon source");
  await refuseTwins(app, zone);
  const present = await app.carbon.findZone(zone);
  const wanted = sources.map((entry) => wantedOf(present, entry));
  refuseMixture(wanted);
  for (const { accountId, ...entry } of sources) {
    if (entry.source === "kept") continue;
    await checkedSource(app, zone, entry, await secretsOf(app, entry.source, accountId));
  }
  const file = wanted.find((each) => each.file !== undefined)?.file;
  await app.carbon.saveZone(
    {
      zone,
      name,
      sources: wanted.map(({ source, config, accountId }) => ({ source, config, accountId })),
      file,
    },
    {
      actor: app.actor,
      action: "carbon.save-zone",
      at: app.clock.now(),
      detail: { sources: wanted.map(({ source }) => source).join(", ") },
    },
  );
  await nudgeZones(app, [zone]);
  return { zone };
}

function wantedOf(present: ZoneSetting | undefined, { accountId, ...entry }: ZoneEntry): Wanted {
  if (entry.source === "kept") {
    const { source, config, account } = keptSource(present, entry.id);
    return { source, config, accountId: account?.id ?? null };
  }
  return { source: entry.source, accountId: accountId ?? null, ...stored(entry) };
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

/** Average and marginal numbers are never one series; and a source in the list twice would stand in for itself. */
function refuseMixture(wanted: readonly Wanted[]): void {
  const [first, ...others] = wanted;
  if (!first) return;
  const kind = signalKindOf(first.source, first.config);
  const other = others.find(({ source, config }) => signalKindOf(source, config) !== kind);
  if (other)
    throw new DomainError(
      "BAD_REQUEST",
      `${titleOf(first.source)} gives ${kind} intensities, ${titleOf(other.source)} ${signalKindOf(other.source, other.config)} ones. They are never one series: add another grid for ${titleOf(other.source)}.`,
    );
  const twice = wanted.find(({ source, config }, index) =>
    wanted
      .slice(0, index)
      .some(
        (earlier) =>
          earlier.source === source &&
          (source === "replay" || JSON.stringify(earlier.config) === JSON.stringify(config)),
      ),
  );
  if (!twice) return;
  throw new DomainError(
    "BAD_REQUEST",
    twice.source === "replay"
      ? "A grid replays one file. Remove the other one, or add another grid."
      : `${titleOf(twice.source)} is in the list twice. Remove one of them.`,
  );
}

/** A file is kept beside the zone; its digest says when it is another one. */
function stored(setting: SourceSetting): { config: Readonly<Record<string, unknown>>; file?: string } {
  if (setting.source !== "replay") return { config: setting.config };
  const { csv, file } = setting.config;
  return { config: { file, digest: createHash("sha256").update(csv).digest("hex") }, file: csv };
}
