/** Whether something in the management cluster moves pools between their bounds. */
export type AutoscalerSeen =
  | { kind: "seen"; where: string }
  | { kind: "none" }
  /** The credentials may not look. */
  | { kind: "unknown" };

export const AUTOSCALER_NAME = "cluster-autoscaler";

/** Bounds do nothing by themselves: what is known of that which heeds them. */
export function autoscalerWords(seen: AutoscalerSeen, management: string): string {
  switch (seen.kind) {
    case "seen":
      return `Bounds are heeded by the cluster autoscaler; the Deployment ${seen.where} is there in ${management}.`;
    case "none":
      return `Bounds are heeded by the cluster autoscaler, and no Deployment of that name is in ${management}: until one runs there, a pool keeps the number it has.`;
    case "unknown":
      return `Bounds are heeded by the cluster autoscaler, if one runs in ${management}: its credentials may not look for it. Without one, a pool keeps the number it has.`;
  }
}
