import { POLICIES_PATH, SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { counted } from "#server/domain/cluster/words.ts";
import type { Access } from "../../kube-access.ts";
import { ignoreAbsent } from "../../kube-look.ts";
import { removeAll } from "../../kube-removal.ts";
import { OUR_LABEL } from "./whose.ts";

const OURS = `${OUR_LABEL}=karbonetes`;

/** Ours bear our label; what people wrote there stays. */
export async function takeOutPolicies(access: Access): Promise<string> {
  const policies = await removeAll(access, {
    what: "policy",
    listPath: POLICIES_PATH,
    pathOf: ({ metadata: { namespace, name } }) =>
      POLICIES_PATH.replace(/[^/]+$/, `namespaces/${namespace}/$&/${name}`),
    labelSelector: OURS,
  });
  const scores = await removeAll(access, {
    what: "score",
    listPath: SCORES_PATH,
    pathOf: ({ metadata: { name } }) => `${SCORES_PATH}/${name}`,
    labelSelector: OURS,
  });
  if (policies + scores === 0) return "None of ours was in it.";
  return `${counted(policies, "policy", "policies")} and ${counted(scores, "score")} of ours taken out.`;
}

/** How many of ours a list holds; none where the kind is not known. */
export async function countOurs({ client, signal }: Access, listPath: string): Promise<number> {
  let count = 0;
  const onPage = (items: unknown[]) => void (count += items.length);
  await client.list(listPath, { query: { labelSelector: OURS }, signal, onPage }).catch(ignoreAbsent);
  return count;
}
