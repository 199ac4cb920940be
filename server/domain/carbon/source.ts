import type { Forecast } from "./forecast.ts";
import type { Intensity, SignalKind } from "./intensity.ts";

export interface ZoneInfo {
  zone: string;
  /** For people: "California (CISO)". */
  name: string;
}

/** Where intensities come from. Adapters translate the provider's words; ours stop at this port. */
export interface CarbonIntensitySource {
  /** kebab-case: "recorded", "uk-carbon-intensity" */
  readonly name: string;
  readonly signalKind: SignalKind;
  /** What people read beside every number of it. */
  readonly provenance: string;
  zones(): Promise<readonly ZoneInfo[]>;
  /** Readings with from <= startsAt < to, none after now, in order of time, gaps absent. @throws SourceError */
  history(zone: string, range: { from: Date; to: Date }, signal: AbortSignal): Promise<Intensity[]>;
  /** The source's own forecast from now on; undefined where it gives none. @throws SourceError */
  forecast(zone: string, signal: AbortSignal): Promise<Forecast | undefined>;
  /** Where an earlier answer stood in at the last call, a sentence with its age; undefined when all was fresh. */
  readonly standIn?: () => string | undefined;
}

/** The source did not give a usable answer; the message is a sentence that names it. */
export class SourceError extends Error {
  readonly source: string;
  readonly retryAfterMs: number | undefined;
  constructor(source: string, message: string, retryAfterMs?: number) {
    super(message);
    this.name = "SourceError";
    this.source = source;
    this.retryAfterMs = retryAfterMs;
  }
}

/** By its name: the console's start and its pages are bundled apart, so the class is there twice. */
export const isSourceError = (error: unknown): error is SourceError =>
  error instanceof Error && error.name === "SourceError";
