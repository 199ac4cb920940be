import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { SOURCES, type SourceTitle } from "#server/domain/carbon/source-config.ts";

/** What a zone can be read from, as a person chooses among it. */
export function listSources(app: App): readonly SourceTitle[] {
  authorise(app.actor, "read", "see the carbon sources");
  return SOURCES;
}
