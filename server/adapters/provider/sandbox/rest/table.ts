import type { Kind } from "../kind/kind.ts";
import type { Stored } from "../object.ts";
import { columnsOf } from "./columns.ts";

export type IncludeObject = "None" | "Metadata" | "Object";

export const partial = ({ metadata }: Stored) => ({
  kind: "PartialObjectMetadata",
  apiVersion: "meta.k8s.io/v1",
  metadata,
});

/** Rows as `kubectl get` prints them; ages are those of the cluster's own clock. */
export function tableOf(
  kind: Kind,
  objects: readonly Stored[],
  metadata: object,
  include: IncludeObject,
  now: Date,
  withHeader = true,
): object {
  const columns = columnsOf(kind);
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: withHeader
      ? columns.map(({ name, type, format = "", priority = 0 }) => ({
          name,
          type,
          format,
          description: "",
          priority,
        }))
      : [],
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      ...(include === "None" ? {} : { object: include === "Object" ? object : partial(object) }),
    })),
  };
}
