import type { AccessExtent } from "./access.ts";

const ROLE = "karbonetes-access";
const RESOURCES = [
  "serviceaccounts",
  "serviceaccounts/token",
  "clusterrolebindings.rbac.authorization.k8s.io",
  "rolebindings.rbac.authorization.k8s.io",
].join(",");

/**
 * What our own account lacks in a cluster to give somebody an access, and the commands that mend it, from the API server's own words:
 * Kubernetes lets nobody bind a role with more rights than they have, unless they may `bind` it.
 */
export function missingRight(cluster: string, extent: AccessExtent, apiMessage: string): string {
  const user = /user "([^"]+)"/i.exec(apiMessage)?.[1];
  const who = user
    ? `${user}, as which this console signs in to ${cluster},`
    : `This console's account in ${cluster}`;
  if (/attempting to grant RBAC permissions/.test(apiMessage)) {
    return `${who} may not bind clusterroles/${extent}: it has fewer rights itself. An administrator of ${cluster} grants it by: ${commands(
      `${ROLE}-${extent}`,
      `--verb=bind --resource=clusterroles.rbac.authorization.k8s.io --resource-name=${extent}`,
      user,
    )}`;
  }
  const [, verb, resource] = /cannot (\w+) resource "([^"]+)"/.exec(apiMessage) ?? [];
  const lacks = verb && resource ? `may not ${verb} ${resource}` : "lacks a right";
  return `${who} ${lacks}. An administrator of ${cluster} grants what an access takes by: ${commands(
    ROLE,
    `--verb=get,create,patch,delete --resource=${RESOURCES}`,
    user,
  )}`;
}

function commands(role: string, rules: string, user: string | undefined): string {
  return `kubectl create clusterrole ${role} ${rules} && kubectl create clusterrolebinding ${role} --clusterrole=${role} ${subject(user)}`;
}

function subject(user: string | undefined): string {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user ?? "") ?? [];
  return namespace && name ? `--serviceaccount=${namespace}:${name}` : `--user=${user ?? "ITS-USER"}`;
}
