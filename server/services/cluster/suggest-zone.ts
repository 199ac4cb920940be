import { nodeLabels } from "#server/adapters/provider/imported/node-labels.ts";
import { asking } from "#server/adapters/provider/kube-access.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { gridZoneOfNodes, placeWords } from "#server/domain/carbon/places.ts";
import { confirmedContext, ImportCluster, refuseFastClock } from "./import.ts";

export const SuggestZone = ImportCluster.pick({ kubeconfig: true, context: true, confirmedServer: true });
export type SuggestZone = Pick<ImportCluster, "kubeconfig" | "context" | "confirmedServer">;

export interface ZoneSuggestion {
  /** The grid that feeds most of its nodes; null where their labels do not say. */
  gridZone: string | null;
  /** Whether that grid has a source here. */
  watched: boolean;
  message: string;
}

/** Asks the nodes of a cluster that is to be imported where they stand: the first call, to the address a person confirmed. */
export async function suggestZone(app: App, input: SuggestZone): Promise<ZoneSuggestion> {
  authorise(app.actor, "operate", "import a cluster");
  refuseFastClock(app);
  const { yaml } = confirmedContext(input);
  const kubeconfigs = { find: async () => yaml };
  const cluster = { id: "to-import", name: "The cluster" };
  const [answer, places, zones] = await Promise.all([
    asking(kubeconfigs, cluster, new AbortController().signal, nodeLabels).catch((error: unknown) => error),
    app.settings.places(),
    app.clusters.zones(),
  ]);
  if (!Array.isArray(answer))
    return {
      gridZone: null,
      watched: false,
      message: answer instanceof Error ? answer.message : String(answer),
    };
  const placed = gridZoneOfNodes(answer as Awaited<ReturnType<typeof nodeLabels>>, places);
  return {
    gridZone: placed?.gridZone ?? null,
    watched: zones.some(({ zone }) => zone === placed?.gridZone),
    message: placeWords(placed, undefined) ?? "The labels of its nodes do not say where they stand.",
  };
}
