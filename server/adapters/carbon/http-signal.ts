import { MINUTE_MS } from "#server/domain/clock.ts";
import { SignalDocument } from "#server/domain/carbon/signal-document.ts";
import type { HttpSignalConfig } from "#server/domain/carbon/source-config-network.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { otherShape, shaped, type Ask } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import { networkSource } from "./network-source.ts";
import type { Points } from "./slots.ts";

const NAMES = { source: "http-signal", title: "HTTP signal" } as const;

/** Any address that answers with the JSON of docs/signal.md: all it knows in one document. */
export function createHttpSignal(
  { url, signalKind }: HttpSignalConfig,
  zone: string,
  deps: SourceDeps,
): CarbonIntensitySource {
  async function ask({ shaped: answer }: Ask, renew: boolean) {
    const { value, receivedAt } = await answer({ path: "", freshForMs: MINUTE_MS / 4, renew }, (body) => {
      const document = shaped(NAMES, SignalDocument, body);
      if (document.signal !== signalKind)
        throw otherShape(NAMES, `its signal is ${document.signal}, and ${signalKind} was set`);
      return document;
    });
    return { document: value, receivedAt };
  }
  return networkSource(
    {
      name: NAMES.source,
      zone: { zone, name: zone },
      config: { url, signalKind },
      profile: {
        title: NAMES.title,
        limit: NAMES.source,
        lane: `${NAMES.source} ${url}`,
        baseUrl: deps.baseUrl ?? url,
      },
      gridMs: MINUTE_MS,
      history: async (_, asking) => pointsOf((await ask(asking, true)).document.history),
      async forecast(_, asking) {
        const { document, receivedAt } = await ask(asking, false); // what was just said of the past holds this too
        return document.forecast && { ...pointsOf(document.forecast), receivedAt };
      },
    },
    deps,
  );
}

function pointsOf({ startsAt, stepSeconds, gramsPerKwh }: SignalDocument["history"]): Points {
  const stepMs = stepSeconds * 1_000;
  const from = Date.parse(startsAt);
  return {
    stepMs,
    points: gramsPerKwh.map((grams, slot) => ({
      at: from + slot * stepMs,
      gramsPerKwh: grams,
      quality: "measured",
    })),
  };
}
