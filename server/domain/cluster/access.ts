import { z } from "zod";
import type { Role } from "../actor.ts";
import { KubernetesName } from "../policy/spec.ts";

/** ClusterRoles that every Kubernetes has, from the least to the most. */
export const EXTENTS = ["view", "edit", "cluster-admin"] as const;
export const AccessExtent = z.enum(EXTENTS, {
  error: "An access is view, edit or cluster-admin.",
});
export type AccessExtent = z.infer<typeof AccessExtent>;

const MOST: Record<Role, AccessExtent> = { viewer: "view", operator: "edit", admin: "cluster-admin" };

/** What a role may have in a cluster: no more there than here. */
export const extentsOf = (role: Role): readonly AccessExtent[] =>
  EXTENTS.slice(0, EXTENTS.indexOf(MOST[role]) + 1);

export const EXTENT_WORDS: Record<AccessExtent, string> = {
  view: "reads everything but Secrets",
  edit: "changes what runs, and reads Secrets",
  "cluster-admin": "may do everything",
};

export const HOUR_SECONDS = 3_600;
/** What a page offers, in hours. */
export const OFFERED_HOURS = [1, 8, 24] as const;

export const GiveAccess = z.object({
  name: z.string().min(1).max(200),
  extent: AccessExtent,
  /** The API server refuses less than ten minutes; a day is the most that is asked for. */
  forSeconds: z
    .int({ error: "Say for how many seconds, as a whole number." })
    .min(600, { error: "An access lasts ten minutes at least." })
    .max(24 * HOUR_SECONDS, { error: "An access lasts 24 hours at most." }),
  /** Empty: the whole cluster. */
  namespaces: z
    .array(KubernetesName)
    .max(20, { error: "An access names 20 namespaces at most." })
    .default([]),
});
export type GiveAccess = z.infer<typeof GiveAccess>;

/** An access given out, as it is known here; tokens are kept nowhere. */
export interface AccessRow {
  id: string;
  clusterId: string;
  /** Its ServiceAccount and its bindings have this one name. */
  account: string;
  personId: string;
  personName: string;
  extent: AccessExtent;
  namespaces: string[];
  until: Date;
  givenAt: Date;
  problem: string | null;
}
export interface AccessView extends Pick<
  AccessRow,
  "id" | "personName" | "extent" | "namespaces" | "until" | "givenAt" | "problem"
> {
  /** The viewer's own. */
  own: boolean;
}

/** What a person gets, once. */
export interface GivenAccess {
  filename: string;
  yaml: string;
  /** By the cluster's own answer. */
  until: Date;
  /** It gave less time than was asked for. */
  shortened: boolean;
}

export type EndReason = "over" | "person-gone" | "role-lowered";

/** Why an access is to end by itself; undefined while it holds. `role` is the person's now, undefined when they are gone. */
export function endOf(
  { until, extent }: Pick<AccessRow, "until" | "extent">,
  role: Role | undefined,
  now: Date,
): EndReason | undefined {
  if (until <= now) return "over";
  if (!role) return "person-gone";
  return extentsOf(role).includes(extent) ? undefined : "role-lowered";
}

/** "edit", "edit in climate and web". */
export const accessWords = ({ extent, namespaces }: Pick<AccessRow, "extent" | "namespaces">): string =>
  namespaces.length === 0 ? extent : `${extent} in ${namespaces.join(", ")}`;
