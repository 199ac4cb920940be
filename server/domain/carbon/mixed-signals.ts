import type { SignalKind } from "./intensity.ts";

/** Why some zones cannot be drawn together; undefined where they can. */
export function mixedSignals(zones: readonly { zone: string; signalKind: SignalKind }[]): string | undefined {
  const [first] = zones;
  const other = zones.find(({ signalKind }) => signalKind !== first?.signalKind);
  if (!first || !other) return undefined;
  return `The signal of ${first.zone} is ${first.signalKind} and that of ${other.zone} is ${other.signalKind}: the two never share an axis.`;
}
