import { refusalOf, type AppliedObject } from "../../../agent/view.ts";
import { asSentence, counted } from "../../words.ts";
import { AGENT_GROUPS, runsJobs, type BootstrapFacts } from "./facts.ts";
import { notRead, type BootstrapReading } from "./reading.ts";

const type = "AgentInstalled" as const;
const no = (reason: string, message: string): BootstrapReading => ({
  type,
  status: "False",
  reason,
  message,
});

/** Why no agent can be put into a cluster, whoever asks; undefined where one can. */
export function agentObstacle(facts: BootstrapFacts): BootstrapReading | undefined {
  if (!runsJobs(facts))
    return no("NoJobs", "It is left out: its machines are in memory, and no Jobs can run there.");
  const missing = AGENT_GROUPS.filter((group) => !facts.apiGroups.includes(group));
  if (missing.length === 0) return undefined;
  return no(
    "NotServed",
    `It is left out: the cluster does not serve ${missing.join(" and ")}, which it needs.`,
  );
}

/** Whether Jobs are held and released there. */
export function readAgent(facts: BootstrapFacts): BootstrapReading {
  const obstacle = agentObstacle(facts);
  if (obstacle) return obstacle;
  const { agent, agentTrouble } = facts;
  if (agent === undefined) return notRead(type, "whether it has an agent");
  if (!agent)
    return no(
      "NotInstalled",
      "It has none, so every Job starts when it is submitted. Install it on this page.",
    );
  const { replicas, readyReplicas, image } = agent;
  if (readyReplicas > 0) {
    const others = refusalOf(agent) ?? "";
    const message = `${readyReplicas} of ${counted(replicas, "replica")} ready, from ${image}. ${others}`;
    return { type, status: "True", reason: "ReplicaReady", message: message.trim() };
  }
  const why = agentTrouble ? ` ${asSentence(agentTrouble)}` : "";
  return {
    ...no(
      "NoPodReady",
      `It is installed from ${image}; no Pod of it is ready yet, so every Job starts at once.${why}`,
    ),
    command: "kubectl -n karbonetes-system describe pods -l app.kubernetes.io/name=karbonetes-agent",
    ...(agentTrouble ? {} : { settling: true }),
  };
}

/** What the cluster refused of it; undefined where it took all. */
export function agentRefused(outcomes: readonly AppliedObject[]): BootstrapReading | undefined {
  const refused = outcomes.filter(({ outcome }) => outcome === "refused");
  const [first] = refused;
  if (!first) return undefined;
  const which = `${first.kind} ${first.name}: ${asSentence(first.why ?? "no reason was given")}`;
  return no(
    "ObjectsRefused",
    `The cluster refused ${counted(refused.length, "object")} of ${outcomes.length}. ${which} Install it again on this page once that is mended.`,
  );
}
