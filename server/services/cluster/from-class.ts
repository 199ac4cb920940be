import { listClasses } from "#server/adapters/provider/cluster-api/classes.ts";
import type { ManagementRow } from "#server/adapters/db/management-cluster.ts";
import type { App } from "#server/context.ts";
import type { ClassWish } from "#server/domain/cluster/cluster-api/class-wish.ts";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import { readVariables } from "#server/domain/cluster/cluster-api/read-variables.ts";
import { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { DomainError } from "#server/domain/errors.ts";
import { askManagement, managementRow } from "../management/ask.ts";
import { poolsProblem } from "./create.ts";

/** The management cluster and the spec that a wish comes to, checked against the class as it is now. @throws DomainError */
export async function specFromClass(
  app: App,
  input: ClassWish,
): Promise<{ management: ManagementRow; spec: ClusterSpec; clusterApi: ClusterApiSpec }> {
  const { kubernetesVersion, pools, variables, managementId, classRef } = input;
  const management = await managementRow(app, managementId);
  const chosen = await classNamed(app, management, classRef);
  const problem =
    versionProblem(chosen, kubernetesVersion) ?? poolsProblem(pools) ?? workersProblem(chosen, pools);
  if (problem) throw new DomainError("BAD_REQUEST", problem);
  const read = readVariables(chosen.variables, variables);
  const [first] = Object.entries(read.problems);
  if (first) throw new DomainError("BAD_REQUEST", `${first[0]}: ${first[1]}`);
  const clusterApi = ClusterApiSpec.parse({ ...input, variables: read.values });
  return { management, spec: ClusterSpec.parse({ kubernetesVersion, pools, clusterApi }), clusterApi };
}

/** @throws DomainError when the class is gone, or no cluster can be made of it */
export async function classNamed(
  app: App,
  management: ManagementRow,
  { name, namespace }: ClusterApiSpec["classRef"],
): Promise<ClusterClassView> {
  const classes = await askManagement(app, management, listClasses);
  const chosen = classes.find((each) => each.name === name && each.namespace === namespace);
  if (!chosen) {
    const sentence = `${management.name} has no ClusterClass ${namespace}/${name} any more. Choose another.`;
    throw new DomainError("PRECONDITION_FAILED", sentence);
  }
  if (chosen.problem === null) return chosen;
  throw new DomainError("PRECONDITION_FAILED", `No cluster can be made of ${name} now. ${chosen.problem}`);
}

function versionProblem({ name, versions }: ClusterClassView, version: string): string | undefined {
  if (versions.length === 0 || versions.includes(version)) return undefined;
  return `The class ${name} does not offer ${version}; it offers ${versions.join(", ")}.`;
}

/** Why the class has no machines for these pools, as a sentence. */
export function workersProblem(
  { name, workerClasses }: ClusterClassView,
  pools: ClassWish["pools"],
): string | undefined {
  const unknown = pools.find(({ machineClass }) => !workerClasses.includes(machineClass));
  if (!unknown) return undefined;
  const known = workerClasses.length > 0 ? `it has ${workerClasses.join(", ")}` : "it has none";
  return `The class ${name} has no worker class ${unknown.machineClass}, which the pool ${unknown.name} asks for; ${known}.`;
}
