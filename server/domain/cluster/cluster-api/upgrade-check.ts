import { counted } from "../words.ts";
import { clusterCondition, holds, PAUSED_MARK, pauseOf, type ClusterObject } from "./cluster-object.ts";
import type { MachineFact } from "./machine-fact.ts";
import { isManaged } from "./standing.ts";
import { compareVersions, readVersion, upgradePath, upgradeProblem } from "./version.ts";

/** One thing that must hold before an upgrade, and what mends it where it does not. */
export interface UpgradeCheck {
  name: "resumed" | "quiet" | "control-plane" | "machines" | "skew" | "version";
  title: string;
  ok: boolean;
  sentence: string;
  /** What a person does about it; null where it holds. */
  mend: string | null;
}
export interface UpgradeFacts {
  from: string;
  /** Undefined until a version was chosen: then all but the version is checked. */
  to: string | undefined;
  /** Versions that the class lists. */
  offered: readonly string[];
  cluster: ClusterObject;
  machines: readonly MachineFact[];
  /** Something that was asked of it before is not done yet. */
  pending: boolean;
}
/** How many minors a kubelet may be behind its API server. */
const MOST_BEHIND = 3;
const SHOWN = 3;

/** Every check, in the order of mending. */
export const upgradeChecks = (facts: UpgradeFacts): UpgradeCheck[] => [
  resumedCheck(facts),
  quietCheck(facts),
  controlPlaneCheck(facts),
  machinesCheck(facts),
  skewCheck(facts),
  ...versionCheck(facts),
];

const check = (
  name: UpgradeCheck["name"],
  title: string,
  ok: boolean,
  sentence: string,
  mend: string,
): UpgradeCheck => ({ name, title, ok, sentence, mend: ok ? null : mend });

function resumedCheck({ cluster }: UpgradeFacts): UpgradeCheck {
  const pause = pauseOf(cluster);
  const sentence = pause ? "It is paused: Cluster API changes nothing of it." : "It is not paused.";
  const mend =
    pause === "annotation" ? `Take the annotation ${PAUSED_MARK} from its Cluster object.` : "Resume it.";
  return check("resumed", "Looked after", !pause, sentence, mend);
}

const BUSY = {
  Remediating: "heals",
  RollingOut: "rolls",
  ScalingDown: "scales down",
  ScalingUp: "scales up",
};

function quietCheck({ cluster, pending }: UpgradeFacts): UpgradeCheck {
  const busy = Object.entries(BUSY).find(([type]) => holds(cluster, type))?.[1];
  const mend = "Wait until it is done.";
  if (busy) return check("quiet", "Nothing under way", false, `It ${busy} machines now.`, mend);
  const sentence = pending
    ? "It is still on its way to what was last asked of it."
    : "No machine comes, goes or is replaced.";
  return check("quiet", "Nothing under way", !pending, sentence, mend);
}

function controlPlaneCheck({ cluster }: UpgradeFacts): UpgradeCheck {
  const ok = holds(cluster, "ControlPlaneAvailable");
  const says = clusterCondition(cluster, "ControlPlaneAvailable")?.message;
  const serves = isManaged(cluster) ? "It serves." : "It serves, and etcd is healthy.";
  const sentence = ok ? serves : says || "Cluster API has not said that it serves.";
  return check("control-plane", "Control plane", ok, sentence, "Mend what its condition names.");
}

function machinesCheck({ machines, cluster }: UpgradeFacts): UpgradeCheck {
  const title = "Machines";
  const mend = "Mend them or have them replaced; an upgrade would stop at them.";
  if (machines.length === 0 && isManaged(cluster))
    return check("machines", title, true, "It has no worker, and its control plane none to be seen.", mend);
  if (machines.length === 0)
    return check("machines", title, false, "No machine of it can be seen.", "Wait until it has machines.");
  const bad = machines.filter(({ ready, deleting }) => ready !== true || deleting).map(({ name }) => name);
  if (bad.length === 0)
    return check("machines", title, true, `${counted(machines.length, "machine")}, all Ready.`, mend);
  const more = bad.length > SHOWN ? ` and ${bad.length - SHOWN} more` : "";
  const sentence = `${bad.length} of ${counted(machines.length, "machine")} ${bad.length === 1 ? "is" : "are"} not Ready: ${bad.slice(0, SHOWN).join(", ")}${more}.`;
  return check("machines", title, false, sentence, mend);
}

function skewCheck(facts: UpgradeFacts): UpgradeCheck {
  const { from, to, offered, machines } = facts;
  const title = "Kubelets";
  const [oldest] = machines
    .filter(({ pool }) => pool !== null)
    .toSorted((a, b) => compareVersions(a.version ?? "", b.version ?? ""));
  const next = to === undefined ? from : (upgradePath(from, to, offered)[0] ?? to);
  const mend = `Roll that pool first: a kubelet may be ${MOST_BEHIND} minors behind at most.`;
  if (!oldest) return check("skew", title, true, "There is no worker that could fall behind.", mend);
  const [kubelet, server] = [readVersion(oldest.version ?? ""), readVersion(next)];
  if (!kubelet || !server)
    return check("skew", title, false, `The version of ${oldest.name} is not known.`, mend);
  const behind = server[1] - kubelet[1];
  const sentence = `The oldest worker, ${oldest.name}, runs ${oldest.version}: ${behindText(behind)} ${next}.`;
  return check("skew", title, behind <= MOST_BEHIND, sentence, mend);
}

const behindText = (behind: number): string =>
  behind > 0 ? `${counted(behind, "minor")} behind` : "no minor behind";

function versionCheck({ from, to, offered }: UpgradeFacts): UpgradeCheck[] {
  if (to === undefined) return [];
  const title = "Version";
  if (to === from) return [check("version", title, false, `It runs ${from} already.`, "Choose another.")];
  const problem = upgradeProblem(from, to, offered);
  const sentence = problem ?? `${[from, ...upgradePath(from, to, offered)].join(" → ")}.`;
  return [check("version", title, problem === undefined, sentence, "Choose another version.")];
}

/** What an upgrade that is under way still goes through, in words; undefined where none is. */
export function upgradePlanWords({ status, spec }: ClusterObject): string | undefined {
  const plan = (status.controlPlane?.upgradePlan ?? []).map(({ version }) => version);
  if (plan.length === 0) return undefined;
  const wanted = spec.topology?.version;
  const left =
    plan.length === 1 ? `${plan[0]} is still to come` : `${plan.join(", then ")} are still to come`;
  return wanted === undefined ? `${left}.` : `On the way to ${wanted}: for the control plane, ${left}.`;
}
