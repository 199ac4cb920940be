import type { ResourceKind } from "../machine.ts";
import type { Schema } from "./schema.ts";

export interface Column {
  name: string;
  type: string;
  description?: string;
  format?: string;
  /** 0 is shown always, 1 only with `-o wide`. */
  priority: number;
  jsonPath: string;
}

/** One served version of one resource. Versions of a CRD share their storage. */
export interface Kind extends ResourceKind {
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  /** Has a status subresource: the main path leaves status alone, and the other way round. */
  status: boolean;
  /** metadata.generation counts changes outside metadata and status. */
  generation: boolean;
  /** The key under which the store keeps it: `jobs.batch`. */
  storage: string;
  storageVersion: string;
  schema: () => Schema;
  /** Field selectors beyond metadata.name and metadata.namespace. */
  selectable: readonly string[];
  custom: boolean;
  columns?: readonly Column[];
}

export const apiVersionOf = ({ group, version }: { group: string; version: string }): string =>
  group === "" ? version : `${group}/${version}`;

export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf("/");
  return slash < 0
    ? { group: "", version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}
