import { Expression, type Slots } from "#server/manifests/helm/slots.ts";
import type { ControlPlaneValues } from "./values.ts";

export type ControlPlaneSlots = Slots<ControlPlaneValues>;
export type Component = "console" | "worker";

export const CONSOLE_PORT = 3_000;
export const DATA_FOLDER = "/var/lib/karbonetes";

/** Several releases may stand side by side, so each is named after its own. */
export const named = (component: string): Expression =>
  new Expression(`printf "%s-${component}" .Release.Name | trunc 63`, "text");

export const RELEASE = new Expression(".Release.Name", "text");

export const selectorOf = (component: Component) => ({
  "app.kubernetes.io/name": "karbonetes",
  "app.kubernetes.io/instance": RELEASE,
  "app.kubernetes.io/component": component,
});

export const labelsOf = (component: Component) => ({
  ...selectorOf(component),
  "app.kubernetes.io/part-of": "karbonetes",
  "app.kubernetes.io/version": new Expression(".Chart.AppVersion", "text"),
  "app.kubernetes.io/managed-by": new Expression(".Release.Service"),
});

export const metadataOf = (component: Component, name: Expression = named(component)) => ({
  name,
  namespace: new Expression(".Release.Namespace", "text"),
  labels: labelsOf(component),
});

export const imageOf = (component: Component): Expression =>
  new Expression(
    `printf "%s:%s" .Values.${component}.image.repository (.Values.${component}.image.tag | default .Chart.AppVersion)`,
    "text",
  );
