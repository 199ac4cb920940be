import type { Asked, MachineOf, MadeInside, Named } from "../teardown-plan.ts";
import { MOST_NAMED } from "../teardown-plan.ts";
import { counted } from "../words.ts";

/** What is there now and stays there when a teardown is given up. */
export interface LeftBehind {
  groups: LeftGroup[];
  /** A sentence for each that could not be read: it may be there all the same. */
  unread: string[];
}
export interface LeftGroup extends Named {
  /** "2 load balancers" */
  what: string;
}

/** An object that is still there, with who must let go of it once it is asked to go. */
export interface GoingObject {
  kind: string;
  namespace: string | undefined;
  name: string;
  finalizers: readonly string[];
  /** A Cluster that is not lives on, and makes its machines. */
  asked: boolean;
}

/** By name, each kind on its own; what could not be read is never taken for nothing. */
export function leftBehind(
  machines: Asked<readonly MachineOf[]>,
  inside: Asked<Pick<MadeInside, "loadBalancers" | "volumes">>,
  going: Asked<readonly GoingObject[]>,
): LeftBehind {
  const groups: LeftGroup[] = [];
  const unread: string[] = [];
  const add = ({ count, items }: Named, one: string, many: string) => {
    if (count > 0) groups.push({ what: counted(count, one, many), count, items: items.slice(0, MOST_NAMED) });
  };
  if ("problem" in machines) unread.push(`Its machines could not be read: ${machines.problem}`);
  else add(namesOf(machines.read.map(({ name }) => name)), "machine", "machines");
  if ("problem" in inside) {
    unread.push(`Its load balancers and volumes could not be read: ${inside.problem}`);
  } else {
    add(inside.read.loadBalancers, "load balancer", "load balancers");
    add(inside.read.volumes, "volume with its data", "volumes with their data");
  }
  if ("problem" in going) {
    unread.push(
      `Whether its Cluster object was asked to go, and what is still being deleted, could not be read: ${going.problem}`,
    );
  } else {
    const objects = going.read.filter(({ kind }) => kind !== "Machine"); // those are named above
    const [alive, leaving] = [objects.filter(({ asked }) => !asked), objects.filter(({ asked }) => asked)];
    add(namesOf(alive.map(sayAlive)), "object that was not asked to go yet", "objects not asked to go yet");
    add(namesOf(leaving.map(sayGoing)), "object that is being deleted", "objects that are being deleted");
  }
  return { groups, unread };
}

const namesOf = (names: readonly string[]): Named => ({
  count: names.length,
  items: names.toSorted((a, b) => a.localeCompare(b)),
});

const titleOf = ({ kind, namespace, name }: GoingObject): string =>
  `${kind} ${[namespace, name].filter(Boolean).join("/")}`;
const sayAlive = (object: GoingObject): string => `${titleOf(object)}, which lives on`;
const sayGoing = (object: GoingObject): string =>
  [
    titleOf(object),
    ...(object.finalizers.length > 0 ? [`held by ${object.finalizers.join(", ")}`] : []),
  ].join(", ");

const LONGEST_LINE = 1_000; // of the audit log: a finalizer may be as long as its writer likes

/** "2 machines: a, b", "15 machines: a, b, ... and 3 more": the list as the audit log keeps it. */
export const leftLines = ({ groups, unread }: LeftBehind): string[] =>
  [...groups.map(lineOf), ...unread].map((line) =>
    line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE - 1)}\u2026` : line,
  );

function lineOf({ what, count, items }: LeftGroup): string {
  const more = count - items.length;
  return `${what}: ${items.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
