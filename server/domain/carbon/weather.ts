/** Weather of one hour as foreseen: what wind and solar power come from. null = not foreseen, never calm or clear. */
export interface WeatherPoint {
  startsAt: Date;
  windMetresPerSecond: number | null;
  /** 0 clear to 100 overcast */
  cloudCoverPercent: number | null;
}

/** An input of a forecast of ours, where a zone has a place. */
export interface WeatherForecastSource {
  readonly name: string;
  /** Hours from the one that holds now, in order of time, each once. @throws SourceError */
  forecast: (
    latitudeDegrees: number,
    longitudeDegrees: number,
    signal: AbortSignal,
  ) => Promise<WeatherPoint[]>;
}
