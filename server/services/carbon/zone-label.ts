import type { Series } from "#server/adapters/db/carbon.ts";
import type { ZoneLabel } from "#server/domain/carbon/history-view.ts";
import { provenanceOf, signalKindOf } from "#server/domain/carbon/source-config.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";

export const labelOf = ({ zone, name, source, config }: ZoneSetting): ZoneLabel => ({
  zone,
  name,
  provenance: provenanceOf(source, config),
  signalKind: signalKindOf(source),
});

export const seriesOfZone = ({ zone, source }: ZoneSetting): Series => ({ zone, kind: signalKindOf(source) });
