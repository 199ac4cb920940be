import type { Intensity, Quality, SignalKind } from "./intensity.ts";
import type { CalendarDay } from "./profile.ts";
import type { DurationCurve } from "./duration-curve.ts";
import type { Range } from "./range.ts";
import type { Run } from "./runs.ts";
import type { Skill } from "../backtest/skill.ts";
import type { Summary } from "./summary.ts";
import type { ZoneLimit } from "./view.ts";

/** What every number of a zone is told with. */
export interface ZoneLabel {
  zone: string;
  name: string;
  provenance: string;
  signalKind: SignalKind;
}

export interface ZoneSeries extends ZoneLabel {
  /** Of the newest reading; null without any. */
  stepMs: number | null;
  /** The first reading in the range: history may be shorter than what was asked for. */
  firstAt: Date | null;
  runs: Run[];
  drawn: number;
  readings: number;
  estimated: number;
  gapsJoined: number;
  summary: Summary | null;
  /** Share of the time read at or under the line, 0 to 1. */
  greenShare: number | null;
  /** What had been foreseen once a day, where it was asked for. */
  foreseen: Run[];
}

/** The line under which an hour counts as green: a policy's limit, or the mean of all that is shown. */
export interface GreenLine {
  gramsPerKwh: number;
  policy: string | null;
}

export interface SeriesView {
  from: Date;
  to: Date;
  range: Range;
  /** What one point of a line stands for. */
  by: "reading" | "day";
  zones: ZoneSeries[];
  line: GreenLine | null;
}

export interface HistoryReading {
  /** ms since the epoch */
  startsAt: number;
  stepMs: number;
  gramsPerKwh: number;
  quality: Quality;
}
export interface HistoryView extends ZoneLabel {
  from: Date;
  to: Date;
  range: Range;
  readings: HistoryReading[];
}

export interface ProfileView extends ZoneLabel {
  timeZone: string;
  days: CalendarDay[];
  byHour: (number | null)[];
  hoursRead: number;
  hoursMissing: number;
  duration: DurationCurve;
  limit: ZoneLimit | null;
  /** Share of the hours read at or under that limit, 0 to 1. */
  underLimit: number | null;
}

export interface SkillView extends ZoneLabel {
  skill: Skill | null;
  /** Time from the oldest reading that was looked at to the newest, ms. */
  historyMs: number;
}

export const historyReading = ({ startsAt, stepMs, gramsPerKwh, quality }: Intensity): HistoryReading => ({
  startsAt: +startsAt,
  stepMs,
  gramsPerKwh,
  quality,
});
