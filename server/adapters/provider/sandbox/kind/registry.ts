import { BUILT_IN } from "./builtin.ts";
import { splitApiVersion, type Kind } from "./kind.ts";

/** Which kinds the server serves now: the built-in ones and what CRDs add. */
export interface Registry {
  all(): readonly Kind[];
  find(group: string, version: string, plural: string): Kind | undefined;
  byKind(apiVersion: string, kind: string): Kind | undefined;
  /** By bare plural, for callers inside the process; the first registered wins. */
  byPlural(plural: string): Kind | undefined;
  /** Replaces what one CRD serves; an empty list takes it away. */
  setCustom(storage: string, kinds: readonly Kind[]): void;
}

export function createRegistry(): Registry {
  const custom = new Map<string, readonly Kind[]>();
  let kinds: readonly Kind[] = BUILT_IN;
  return {
    all: () => kinds,
    find: (group, version, plural) =>
      kinds.find((kind) => kind.plural === plural && kind.group === group && kind.version === version),
    byKind(apiVersion, name) {
      const { group, version } = splitApiVersion(apiVersion);
      return kinds.find((kind) => kind.kind === name && kind.group === group && kind.version === version);
    },
    byPlural: (plural) =>
      kinds.find((kind) => kind.plural === plural && kind.version === kind.storageVersion) ??
      kinds.find((kind) => kind.storage === plural && kind.version === kind.storageVersion),
    setCustom(storage, served) {
      if (served.length === 0) custom.delete(storage);
      else custom.set(storage, served);
      kinds = [...BUILT_IN, ...[...custom.values()].flat()];
    },
  };
}
