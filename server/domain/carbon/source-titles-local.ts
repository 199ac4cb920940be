import type { SourceTitle } from "./source-titles.ts";

const LOCAL = { keyless: true, secrets: [], fields: [], limit: "", tried: "no network" } as const;

export const LOCAL_SOURCES: readonly SourceTitle[] = [
  {
    ...LOCAL,
    name: "recorded",
    title: "Recorded grid",
    detail:
      "California (CISO) or the Mid-Atlantic (PJM), hourly, as measured in 2022 and replayed. Needs no network.",
    signalKind: "average",
  },
  {
    ...LOCAL,
    name: "replay",
    title: "Your CSV",
    detail: "A file of times and gCO2e/kWh, shifted to now by whole weeks. Up to 5 MB.",
    signalKind: "average",
  },
  {
    ...LOCAL,
    name: "static",
    title: "Green hours by the clock",
    detail: "The same hours every day are green. The grid is not measured.",
    signalKind: "average",
  },
];
