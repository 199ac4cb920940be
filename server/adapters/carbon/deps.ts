import type { Clock } from "#server/domain/clock.ts";
import type { EmissionFactors } from "#server/domain/carbon/fuel-mix.ts";
import type { CarbonHttp } from "./http.ts";

/** What a source of the network is made with. */
export interface SourceDeps {
  clock: Clock;
  /** One a process: limits, cache and pauses are shared by all sources of it. */
  http: CarbonHttp;
  /** By the keys that the source's title lists. Never logged, never part of a sentence. */
  secrets: Readonly<Record<string, string>>;
  /** For fuel mixes; ours when absent. */
  emissionFactors?: EmissionFactors | undefined;
  /** Tests only: a local fake instead of the provider. */
  baseUrl?: string | undefined;
}
