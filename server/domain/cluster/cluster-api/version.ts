/** major, minor, patch of "v1.36.4", also with what a vendor put behind it; undefined for anything else. */
export function readVersion(text: string): [number, number, number] | undefined {
  const [, major, minor, patch] = /^v(\d+)\.(\d+)\.(\d+)(?:[-+][0-9A-Za-z.+-]+)?$/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Older first; what is no version is last. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [readVersion(a), readVersion(b)];
  if (!left || !right) return Number(!left) - Number(!right);
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/**
 * Why a cluster cannot go from one version to another, as a sentence; undefined when it can. `offered` are the class's versions:
 * with them Cluster API goes through every minor in between, without them one minor at a time is all.
 */
export function upgradeProblem(from: string, to: string, offered: readonly string[]): string | undefined {
  const [now, wanted] = [readVersion(from), readVersion(to)];
  if (!wanted) return `${to} is no version such as v1.36.4.`;
  if (!now) return `Its version ${from} cannot be read, so no way from it is known.`;
  if (compareVersions(to, from) < 0) return `It runs ${from}. Kubernetes cannot go back to ${to}.`;
  if (offered.length > 0 && !offered.includes(to))
    return `The class does not offer ${to}; it offers ${offered.join(", ")}.`;
  if (wanted[0] !== now[0]) return `There is no way from ${from} to ${to}.`;
  if (offered.length === 0 && wanted[1] > now[1] + 1)
    return `${from} goes to v${now[0]}.${now[1] + 1} first: the class lists no versions in between, so one minor at a time is all.`;
  return undefined;
}

/** Where it may go from here, oldest first, of what the class offers. */
export const upgradesFrom = (from: string, offered: readonly string[]): string[] =>
  offered
    .filter((version) => version !== from && upgradeProblem(from, version, offered) === undefined)
    .toSorted(compareVersions);

/** The minors that an upgrade goes through, the last is the wanted one: each is a roll of every machine. */
export function upgradePath(from: string, to: string, offered: readonly string[]): string[] {
  const between = upgradesFrom(from, offered).filter((version) => compareVersions(version, to) < 0);
  const newestOfMinor = new Map(between.map((version) => [minorOf(version), version]));
  newestOfMinor.delete(minorOf(from));
  newestOfMinor.delete(minorOf(to));
  return [...newestOfMinor.values(), to];
}

const minorOf = (version: string): string => version.split(".").slice(0, 2).join(".");

/** "v1.36" for "v1.35.4"; undefined for what is no version. */
export function nextMinor(version: string): string | undefined {
  const [major, minor] = readVersion(version) ?? [];
  return major === undefined || minor === undefined ? undefined : `v${major}.${minor + 1}`;
}
