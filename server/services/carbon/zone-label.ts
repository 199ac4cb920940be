import type { Series } from "#server/adapters/db/carbon.ts";
import type { ZoneLabel } from "#server/domain/carbon/history-view.ts";
import { zoneKindOf, zoneProvenance } from "#server/domain/carbon/speaker.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";

export const labelOf = ({ zone, name, sources }: ZoneSetting): ZoneLabel => ({
  zone,
  name,
  provenance: zoneProvenance(sources),
  signalKind: zoneKindOf(sources),
});

export const seriesOfZone = ({ zone, sources }: ZoneSetting): Series => ({ zone, kind: zoneKindOf(sources) });
