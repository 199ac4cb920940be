import type { Role } from "#server/domain/actor.ts";

export const ROLES: readonly { value: Role; label: string; help: string }[] = [
  { value: "viewer", label: "Viewer", help: "Sees everything, changes nothing." },
  {
    value: "operator",
    label: "Operator",
    help: "Creates clusters and policies, runs and holds Jobs, downloads kubeconfigs.",
  },
  { value: "admin", label: "Administrator", help: "All of that, and people, grids and the power model." },
];

export const roleWord = (role: Role): string => ROLES.find(({ value }) => value === role)?.label ?? role;
