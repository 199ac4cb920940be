import { stringify } from "yaml";
import { partsToInstall } from "#server/adapters/kubernetes/agent-installation.ts";
import { dryRunCluster } from "#server/adapters/provider/cluster-api/cluster-object.ts";
import type { App } from "#server/context.ts";
import type { ClassWish } from "#server/domain/cluster/cluster-api/class-wish.ts";
import { authorise } from "#server/domain/actor.ts";
import { askManagement } from "../management/ask.ts";
import { specFromClass } from "./from-class.ts";
import { refuseTakenThere } from "./refuse-taken-there.ts";

/** The id is made when it is created; the object is the same but for it. */
const NOT_YET = "00000000-0000-4000-8000-000000000000";

interface Preview {
  yaml: string;
  /** Written into the new cluster, once it is available; none where no agent is wished for. */
  agent: { kind: string; name: string }[];
}

/** The object that would be written, with what the class and the webhooks add to it, as YAML, and the agent's. Nothing is written. */
export async function previewFromClass(app: App, input: ClassWish): Promise<Preview> {
  authorise(app.actor, "operate", "create a cluster");
  const { management, spec, clusterApi } = await specFromClass(app, input);
  await refuseTakenThere(app, management, input.name, clusterApi);
  const cluster = { id: NOT_YET, name: input.name };
  const object = await askManagement(app, management, (access) =>
    dryRunCluster(access, cluster, spec, clusterApi),
  );
  const { metadata, status: _, ...rest } = object as { metadata: Record<string, unknown>; status?: unknown };
  const {
    managedFields: _fields,
    uid: _uid,
    creationTimestamp: _at,
    generation: _generation,
    ...kept
  } = metadata;
  return { yaml: stringify({ ...rest, metadata: kept }), agent: agentParts(input) };
}

const agentParts = ({ installAgent, agentImage: image, zone }: ClassWish): Preview["agent"] =>
  installAgent
    ? partsToInstall({ zone }, { image, dryRun: false }).map(({ kind, metadata }) => ({
        kind,
        name: metadata.name,
      }))
    : [];
