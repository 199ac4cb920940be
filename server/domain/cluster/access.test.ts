import { expect, test } from "vitest";
import type { Role } from "../actor.ts";
import { accessWords, endOf, extentsOf, GiveAccess, type AccessExtent } from "./access.ts";
import { accessObjects, accessPath, accountName } from "./access-objects.ts";
import { missingRight } from "./missing-right.ts";

const now = new Date("2026-11-26T12:00:00Z");
const later = new Date(+now + 1);

test.each<[string, Date, AccessExtent, Role | undefined, ReturnType<typeof endOf>]>([
  ["one that runs holds", later, "edit", "operator", undefined],
  ["at its end it is over", now, "edit", "operator", "over"],
  ["whoever is gone from here is out there too", later, "view", undefined, "person-gone"],
  ["a lower role ends what it does not allow", later, "edit", "viewer", "role-lowered"],
  ["and keeps what it does", later, "view", "viewer", undefined],
])("%s", (_, until, extent, role, reason) => {
  expect(endOf({ until, extent }, role, now)).toBe(reason);
});

test.each<[Role, AccessExtent[]]>([
  ["viewer", ["view"]],
  ["operator", ["view", "edit"]],
  ["admin", ["view", "edit", "cluster-admin"]],
])("a %s may have %j", (role, extents) => {
  expect(extentsOf(role)).toEqual(extents);
});

test.each([
  [{ forSeconds: 599 }, "An access lasts ten minutes at least."],
  [{ forSeconds: 86_401 }, "An access lasts 24 hours at most."],
  [{ forSeconds: 1.5 }, "Say for how many seconds, as a whole number."],
  [{ extent: "system:masters" }, "An access is view, edit or cluster-admin."],
  [{ namespaces: ["../kube-system"] }, /lower-case letters/],
])("%j is refused: %s", (change, sentence) => {
  const read = GiveAccess.safeParse({ name: "prod", extent: "view", forSeconds: 3_600, ...change });
  expect(read.error?.issues[0]?.message).toMatch(sentence);
});

test.each([
  ["Ada Mertens", "access-ada-mertens-edit-0f"],
  ["Zoë Čapek-Ünlü of the Climate Group", "access-zoe-capek-unlu-of-the-cl-edit-0f"],
  ["李", "access-person-edit-0f"],
])("the account of %s says whose it is: %s", (name, account) => {
  expect(accountName(name, "edit", "0f")).toBe(account);
});

test("an account, and its role in the whole cluster or in each namespace; all of it labelled", () => {
  const wanted = { account: "access-ada-view-0f", personName: "Ada", extent: "view" as const };
  const whole = accessObjects({ ...wanted, namespaces: [] });
  const narrow = accessObjects({ ...wanted, namespaces: ["a", "b"] });
  expect(whole.map(accessPath)).toEqual([
    "/api/v1/namespaces/karbonetes-system/serviceaccounts/access-ada-view-0f",
    "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/access-ada-view-0f",
  ]);
  expect(narrow.slice(1).map(accessPath)).toEqual([
    "/apis/rbac.authorization.k8s.io/v1/namespaces/a/rolebindings/access-ada-view-0f",
    "/apis/rbac.authorization.k8s.io/v1/namespaces/b/rolebindings/access-ada-view-0f",
  ]);
  for (const { metadata } of [...whole, ...narrow]) {
    expect(metadata.labels).toEqual({
      "app.kubernetes.io/managed-by": "karbonetes",
      "carbon-aware.io/access": "view",
    });
  }
  expect(accessWords({ extent: "view", namespaces: ["a", "b"] })).toBe("view in a, b");
});

test.each([
  [
    'serviceaccounts "x" is forbidden: User "jo" cannot patch resource "serviceaccounts" in API group "" in the namespace "karbonetes-system"',
    /^jo, as which this console signs in to prod, may not patch serviceaccounts\. .* kubectl create clusterrole karbonetes-access --verb=get,create,patch,delete --resource=serviceaccounts,\S+ && kubectl create clusterrolebinding karbonetes-access --clusterrole=karbonetes-access --user=jo$/,
  ],
  [
    'clusterrolebindings.rbac.authorization.k8s.io "x" is forbidden: user "system:serviceaccount:ops:bot" (groups=["a"]) is attempting to grant RBAC permissions not currently held:',
    /may not bind clusterroles\/edit: it has fewer rights itself\. .*--resource-name=edit && .* --serviceaccount=ops:bot$/,
  ],
  ["denied by a webhook", /^This console's account in prod lacks a right\. .*--user=ITS-USER$/],
])("what the API server refuses, with the command that mends it: %s", (message, sentence) => {
  expect(missingRight("prod", "edit", message)).toMatch(sentence);
});
