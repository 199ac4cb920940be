import { z } from "zod";
import { counted } from "../../words.ts";
import { isControlPlaneMachine, isDeleting } from "../tree/object.ts";
import { PAUSED_MARK } from "../cluster-object.ts";
import { REMEDIATE_MARK, SKIP_REMEDIATION_MARK } from "../tree/row.ts";
import { inTheWay, type MachineIn } from "./in-the-way.ts";

/** What we read of a MachineHealthCheck, v1beta2. */
export const HealthCheck = z.looseObject({
  metadata: z.looseObject({ name: z.string(), annotations: z.record(z.string(), z.string()).default({}) }),
  spec: z.looseObject({
    clusterName: z.string(),
    remediation: z
      .looseObject({ templateRef: z.looseObject({ kind: z.string() }).optional() })
      .optional()
      .catch(undefined),
  }),
  status: z
    .looseObject({
      targets: z.array(z.string()).default([]),
      /** How many more it would remediate at once. */
      remediationsAllowed: z.int().optional(),
      conditions: z
        .array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().default("") }))
        .default([]),
    })
    .prefault({}),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

export interface RemediationPlan {
  /** Why the mark would not be heeded, or should not be set now. */
  refused: string | null;
  /** What follows, each a sentence; none where it is refused. */
  follows: string[];
  /** The MachineHealthCheck that heeds it. */
  check: string | null;
}

const refusal = (sentence: string): RemediationPlan => ({ refused: sentence, follows: [], check: null });

/**
 * What marking a machine for remediation comes to. Cluster API 1.14 heeds the mark only through a MachineHealthCheck that watches the
 * machine: that finds it unhealthy, and asks its owner to delete it and make another.
 */
export function planRemediation(asked: MachineIn, checks: readonly HealthCheck[]): RemediationPlan {
  const { machine } = asked;
  const { name, annotations } = machine.metadata;
  const check = checks.find(({ status }) => status.targets.includes(name));
  const obstacle =
    inTheWay(asked) ??
    (REMEDIATE_MARK in annotations ? `${name} is marked for remediation already.` : undefined) ??
    (SKIP_REMEDIATION_MARK in annotations
      ? `${name} carries ${SKIP_REMEDIATION_MARK}: no MachineHealthCheck touches it.`
      : undefined) ??
    (check ? closedBy(check) : unwatched(name)) ??
    (isControlPlaneMachine(machine) ? controlPlaneObstacle(asked) : undefined);
  if (obstacle || !check) return refusal(obstacle ?? unwatched(name));
  return { refused: null, check: check.metadata.name, follows: followsOf(asked, check) };
}

const unwatched = (name: string): string =>
  `No MachineHealthCheck watches ${name}, and Cluster API heeds the mark only where one does. Delete the machine instead: it can be replaced that way.`;

function closedBy({ metadata, status }: HealthCheck): string | undefined {
  const title = `The MachineHealthCheck ${metadata.name}`;
  if (PAUSED_MARK in metadata.annotations) return `${title} is paused, so the mark would not be heeded.`;
  const allowed = status.conditions.find(({ type }) => type === "RemediationAllowed");
  if (allowed?.status === "False") return `${title} does not allow it now: ${allowed.message}`;
  if (status.remediationsAllowed === 0)
    return `${title} remediates no more machines at once than it does now. One more would keep it from all of them.`;
  return undefined;
}

/** As the kubeadm control plane's own checks: it heals only what it can heal without losing etcd. */
function controlPlaneObstacle({ machine, objects }: MachineIn): string | undefined {
  const all = objects.machines.filter(isControlPlaneMachine);
  if (all.length <= 1)
    return `${machine.metadata.name} is the only control-plane machine. Cluster API remediates none without another that keeps etcd.`;
  const busy = all.find((each) => each !== machine && (isDeleting(each) || !each.status.nodeRef));
  if (!busy) return undefined;
  const does = isDeleting(busy) ? "is going" : "is coming up";
  return `${busy.metadata.name} of the control plane ${does}. Cluster API waits for that before it remediates another.`;
}

function followsOf({ machine, objects }: MachineIn, check: HealthCheck): string[] {
  const { name } = machine.metadata;
  const marked = `The MachineHealthCheck ${check.metadata.name} finds ${name} unhealthy, because of the mark.`;
  const external = check.spec.remediation?.templateRef;
  if (external)
    return [marked, `What follows is up to ${external.kind}, which that check asks for the remedy.`];
  if (isControlPlaneMachine(machine)) {
    const count = objects.machines.filter(isControlPlaneMachine).length;
    return [
      marked,
      `The control plane deletes it once it has moved etcd's lead off it, and makes a new one: it stays at ${counted(count, "machine")}.`,
    ];
  }
  return [marked, "Its MachineSet deletes it and makes a new one: its pool keeps its size."];
}
