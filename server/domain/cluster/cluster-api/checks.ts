import { counted } from "../words.ts";
import { MANAGEMENT_GROUPS, type ManagementFacts, type Permission } from "./management.ts";
import { STARTER_INFRASTRUCTURE } from "./starter-class.ts";

/** One thing that a management cluster must have, and what brings it where it is missing. */
export interface ManagementCheck {
  name: "api" | "cluster-api" | "providers" | "topology" | "classes" | "permissions";
  title: string;
  ok: boolean;
  sentence: string;
  /** Typed in a terminal whose kubectl leads to the management cluster. */
  command: string | null;
}

const CONTRACT = "v1beta2";
const UPGRADE = `clusterctl upgrade apply --contract ${CONTRACT}`;
const ok = (name: ManagementCheck["name"], title: string, sentence: string): ManagementCheck => ({
  name,
  title,
  ok: true,
  sentence,
  command: null,
});

/** Every check, in the order of mending. What cannot be known before an earlier one holds is left out. */
export function managementChecks(facts: ManagementFacts): ManagementCheck[] {
  const checks = [ok("api", "API server", `${facts.server} answers: Kubernetes ${facts.kubernetesVersion}.`)];
  checks.push(coreCheck(facts));
  if (!facts.versions.core.includes(CONTRACT)) return checks;
  return [
    ...checks,
    providersCheck(facts),
    topologyCheck(facts),
    classesCheck(facts),
    permissionsCheck(facts),
  ];
}

export const isUsable = (checks: readonly ManagementCheck[]): boolean => checks.every((check) => check.ok);

function coreCheck({ versions: { core } }: ManagementFacts): ManagementCheck {
  const title = "Cluster API";
  if (core.includes(CONTRACT))
    return ok("cluster-api", title, `${MANAGEMENT_GROUPS.core}/${CONTRACT} is served.`);
  const missing = { name: "cluster-api", title, ok: false } as const;
  if (core.length === 0) {
    return {
      ...missing,
      sentence: "Cluster API is not installed there. Name your infrastructure in place of docker.",
      command: "CLUSTER_TOPOLOGY=true clusterctl init --infrastructure docker",
    };
  }
  return {
    ...missing,
    sentence: `It serves ${core.join(", ")} of ${MANAGEMENT_GROUPS.core}, which is older than ${CONTRACT}.`,
    command: UPGRADE,
  };
}

const PROVIDERS = [
  { group: "bootstrap", what: "bootstrap", flag: "--bootstrap kubeadm" },
  { group: "controlPlane", what: "control-plane", flag: "--control-plane kubeadm" },
  { group: "infrastructure", what: "infrastructure", flag: "--infrastructure docker" },
] as const;

function providersCheck({ versions, infrastructures }: ManagementFacts): ManagementCheck {
  const title = "Providers";
  const missing = PROVIDERS.filter(({ group }) => versions[group].length === 0);
  if (missing.length === 0) {
    const kinds = infrastructures.length > 0 ? `: ${infrastructures.join(", ")}` : "";
    return ok("providers", title, `Bootstrap, control plane and infrastructure are installed${kinds}.`);
  }
  return {
    name: "providers",
    title,
    ok: false,
    sentence: `There is no ${missing.map(({ what }) => what).join(" and no ")} provider.`,
    command: `CLUSTER_TOPOLOGY=true clusterctl init ${missing.map(({ flag }) => flag).join(" ")}`,
  };
}

function topologyCheck({ topology }: ManagementFacts): ManagementCheck {
  const title = "Topology";
  if (topology) return ok("topology", title, "Clusters may be made of a class.");
  return {
    name: "topology",
    title,
    ok: false,
    sentence:
      "Its managers were started without the feature ClusterTopology, so no cluster can be made of a class.",
    command:
      'kubectl -n capi-system get deployment capi-controller-manager -o yaml | sed "s/ClusterTopology=false/ClusterTopology=true/" | kubectl apply -f -',
  };
}

function classesCheck({ classes, infrastructures }: ManagementFacts): ManagementCheck {
  const title = "Classes";
  const usable = classes.filter(({ problem }) => problem === null);
  if (usable.length > 0) {
    return ok(
      "classes",
      title,
      `${counted(usable.length, "ClusterClass", "ClusterClasses")}: ${usable.map(({ name }) => name).join(", ")}.`,
    );
  }
  const [broken] = classes;
  if (broken) {
    const sentence = `No ClusterClass can be used. ${broken.name}: ${broken.problem}`;
    const command = `kubectl -n ${broken.namespace} describe clusterclass ${broken.name}`;
    return { name: "classes", title, ok: false, sentence, command };
  }
  const ours = infrastructures.includes(STARTER_INFRASTRUCTURE)
    ? "Install the one for machines in memory below, or bring your own."
    : "Each infrastructure has one among its templates; name yours and its flavor.";
  return {
    name: "classes",
    title,
    ok: false,
    sentence: `There is no ClusterClass. ${ours}`,
    command:
      "clusterctl generate cluster my-class --infrastructure docker --flavor development | kubectl apply -f -",
  };
}

function permissionsCheck({ forbidden, username }: ManagementFacts): ManagementCheck {
  const title = "Permissions";
  if (forbidden.length === 0) return ok("permissions", title, "The credentials may do all that is needed.");
  return {
    name: "permissions",
    title,
    ok: false,
    sentence: `The credentials may not ${forbidden.map(wordsOf).join(", ")}.`,
    command: resourcesOf(forbidden)
      .map((resource) => grantOf(resource, forbidden, subjectOf(username)))
      .join(" && "),
  };
}

const wordsOf = ({ verb, resource }: Permission): string => `${verb} ${resource}`;
const nameOf = ({ resource, group }: Permission): string => (group ? `${resource}.${group}` : resource);
const resourcesOf = (permissions: readonly Permission[]): string[] => [...new Set(permissions.map(nameOf))];

/** One role a resource: kubectl gives every verb of a call for every resource of it. */
function grantOf(resource: string, forbidden: readonly Permission[], subject: string): string {
  const verbs = forbidden.filter((each) => nameOf(each) === resource).map(({ verb }) => verb);
  const role = `karbonetes-${resource.split(".")[0]}`;
  return `kubectl create clusterrole ${role} --verb=${verbs.join(",")} --resource=${resource} && kubectl create clusterrolebinding ${role} --clusterrole=${role} ${subject}`;
}

const ACCOUNT = "system:serviceaccount:";
const subjectOf = (username: string | undefined): string => {
  if (username?.startsWith(ACCOUNT)) return `--serviceaccount=${username.slice(ACCOUNT.length)}`;
  return `--user=${username ?? "NAME"}`;
};
