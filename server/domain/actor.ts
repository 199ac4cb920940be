import { z } from "zod";
import { DomainError } from "./errors.ts";

export const Role = z.enum(["viewer", "operator", "admin"]);
export type Role = z.infer<typeof Role>;

/** Who asks. `system` is a loop of ours; it may do what an admin may. */
export interface Actor {
  kind: "user" | "system";
  id: string;
  name: string;
  role: Role;
}

export type Permission = "read" | "operate" | "administer";
const LEVEL: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };
const NEEDS: Record<Permission, Role> = { read: "viewer", operate: "operator", administer: "admin" };

export const may = (actor: Pick<Actor, "role">, permission: Permission): boolean =>
  LEVEL[actor.role] >= LEVEL[NEEDS[permission]];

/** @throws DomainError FORBIDDEN, naming the deed and the role it takes. */
export function authorise(actor: Actor, permission: Permission, deed: string): void {
  if (may(actor, permission)) return;
  throw new DomainError(
    "FORBIDDEN",
    `You may not ${deed}: that takes the role ${NEEDS[permission]}, yours is ${actor.role}.`,
  );
}
