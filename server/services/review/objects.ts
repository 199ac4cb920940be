import { findInstallation, partsToInstall } from "#server/adapters/kubernetes/agent-installation.ts";
import { POLICIES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { Access } from "#server/adapters/provider/kube-access.ts";
import { marksOf } from "#server/adapters/provider/marks.ts";
import type { App } from "#server/context.ts";
import { refusalOf, type AgentInstallation } from "#server/domain/agent/view.ts";
import { scoreObject } from "#server/domain/carbon/score.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { policyObject } from "#server/domain/policy/object.ts";
import { wantedIn, type PolicyRow } from "#server/domain/policy/row.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import type { AgentObject } from "#server/manifests/agent-chart/render.ts";
import type { ReviewWish } from "./wish.ts";

export interface Pending {
  installed: AgentInstallation | null;
  /** The namespace with our marks on it. */
  namespace: AgentObject & { metadata: { annotations: Record<string, string> } };
  /** Kinds, rights and the agent itself; none where it is not wanted, or somebody else brought one. */
  agent: AgentObject[];
  policies: AgentObject[];
  /** Their numbers turn by themselves. */
  scores: AgentObject[];
  /** Whether policies and scores have a kind there, now or then. */
  hasKinds: boolean;
}

/** All that would be written into a cluster once it is not locked any more. Nothing is written. */
export async function pendingIn(
  app: App,
  row: ClusterRow,
  wish: ReviewWish,
  access: Access,
): Promise<Pending> {
  const installed = await findInstallation(access);
  const agent = agentOf(row, wish, installed);
  const hasKinds = agent.length > 0 || (await servesPolicies(access));
  const all = hasKinds ? await app.policies.list() : [];
  const metadata = agent.find(({ kind }) => kind === "Namespace")?.metadata ?? { name: SYSTEM_NAMESPACE };
  return {
    installed,
    namespace: { apiVersion: "v1", kind: "Namespace", metadata: { ...metadata, annotations: marksOf(row) } },
    agent: agent.filter(({ kind }) => kind !== "Namespace"),
    policies: wantedIn(row.id, all).map(policyObject),
    scores: hasKinds ? await scoresOf(app, row, all) : [],
    hasKinds,
  };
}

/** In the order in which they are written. */
export const allOf = ({ namespace, agent, policies, scores }: Pending): AgentObject[] => [
  namespace,
  ...agent,
  ...policies,
  ...scores,
];

/** The objects of the agent as the one click applies them, the namespace first. */
export function agentOf(
  row: ClusterRow,
  { image, dryRun }: ReviewWish,
  installed: AgentInstallation | null,
): AgentObject[] {
  if (image === null || (installed && refusalOf(installed))) return [];
  return partsToInstall(row, { image, dryRun });
}

async function servesPolicies({ client, signal }: Access): Promise<boolean> {
  try {
    await client.json(POLICIES_PATH, { query: { limit: 1 }, signal });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

async function scoresOf(app: App, row: ClusterRow, all: readonly PolicyRow[]): Promise<AgentObject[]> {
  const zones = new Set([row.zone, ...wantedIn(row.id, all).flatMap(({ spec }) => spec.zone ?? [])]);
  const signals = await Promise.all([...zones].map((zone) => app.carbon.signalOf(zone, app.clock.now())));
  return signals.flatMap((signal) => (signal ? [scoreObject(signal)] : []));
}
