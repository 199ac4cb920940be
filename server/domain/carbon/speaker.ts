import { utcTime } from "../job/words.ts";
import { provenanceOf, signalKindOf, sourceTitleOf } from "./source-config.ts";
import type { SignalKind } from "./intensity.ts";

/** One entry of a zone's list: who may speak for it, and how it did of late. Holds no secret. */
export interface ZoneSource {
  id: string;
  source: string;
  config: Readonly<Record<string, unknown>>;
  /** The account whose key it uses, and when that key was set; null for a source without a key. */
  account: { id: string; name: string; keySetAt: Date } | null;
  lastOkAt: Date | null;
  /** Since when it fails, and what it last said; null while it answers. */
  failure: { at: Date; message: string } | null;
}

/** Another source speaks while the ones before it fail. */
export interface StandIn {
  since: Date;
  /** What the first of the list last said, as a sentence. */
  message: string;
}

type Spoken = Pick<ZoneSource, "source" | "lastOkAt" | "failure">;

/** Who gave the newest answer, or will give the first: undefined for a zone without a source. */
export function speakerOf<T extends Spoken>(sources: readonly T[]): T | undefined {
  return sources.reduce<T | undefined>(
    (best, each) => (best && +(each.lastOkAt ?? 0) <= +(best.lastOkAt ?? 0) ? best : each),
    undefined,
  );
}

export function standInOf(sources: readonly Spoken[]): StandIn | null {
  const speaker = speakerOf(sources);
  const before = speaker?.lastOkAt ? sources.slice(0, sources.indexOf(speaker)) : [];
  const failures = before.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (!first || failures.length < before.length) return null;
  return { since: new Date(Math.max(...failures.map(({ at }) => +at))), message: first.message };
}

/** Why nobody speaks, while every source fails. */
export function zoneFailureOf(sources: readonly Spoken[]): ZoneSource["failure"] {
  const failures = sources.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (!first || failures.length < sources.length) return null;
  if (failures.length === 1) return first;
  const at = new Date(Math.max(...failures.map((each) => +each.at)));
  return { at, message: `None of its sources answers. ${failures.map(({ message }) => message).join(" ")}` };
}

/** What people read beside every number of a zone: "Energy-Charts, since 14:05 UTC as Electricity Maps fails (401)". */
export function zoneProvenance(sources: readonly Pick<ZoneSource, keyof Spoken | "config">[]): string {
  const speaker = speakerOf(sources);
  if (!speaker) return "no source";
  const own = provenanceOf(speaker.source, speaker.config);
  const standIn = standInOf(sources);
  return standIn ? `${own}, since ${utcTime(standIn.since)} as ${clauseOf(standIn.message)}` : own;
}

/** That of all its sources. */
export function zoneKindOf(sources: readonly Pick<ZoneSource, "source" | "config">[]): SignalKind {
  const [first] = sources;
  return first ? signalKindOf(first.source, first.config) : "average";
}

export const titleOf = (source: string): string => sourceTitleOf(source)?.title ?? source;

/** A sentence as it stands after "as": without its full stop, and without the details behind a colon. */
export const clauseOf = (sentence: string): string => sentence.replace(/(:\s.*|\.)$/s, "");
