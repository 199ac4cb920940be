/** Average and marginal signals are never mixed: not in a series, not on an axis. */
export type SignalKind = "average" | "marginal";
export type Quality = "measured" | "estimated";

/** The mean of one slot: `startsAt` to `startsAt + stepMs`. A slot without a reading is absent, never 0. */
export interface Intensity {
  startsAt: Date;
  stepMs: number;
  /** gCO2e per kWh, >= 0 */
  gramsPerKwh: number;
  quality: Quality;
}
