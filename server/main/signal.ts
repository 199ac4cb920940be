import { gramsByClock } from "#server/adapters/carbon/static.ts";
import { createLogger } from "#server/adapters/log.ts";
import { serveSignal } from "#server/adapters/signal/serve.ts";
import { documentOf, type Turn } from "#server/domain/carbon/green-switch.ts";
import { StaticConfig, ZoneKey } from "#server/domain/carbon/source-config.ts";
import { portOf, readFlags, type Flags } from "./flags.ts";
import { aborted } from "./stop-signal.ts";

const MOST_TURNS = 1_000;
const ASK_MS = 5_000;

export const SIGNAL_FLAGS = {
  host: {
    env: "KARBON_SIGNAL_HOST",
    value: "HOST",
    fallback: "127.0.0.1",
    help: "the address it is bound to",
  },
  port: { env: "KARBON_SIGNAL_PORT", value: "PORT", fallback: "8787", help: "HTTP" },
  zone: { env: "KARBON_SIGNAL_ZONE", value: "ZONE", fallback: "local", help: "the zone it speaks of" },
  "opens-at": { value: "TIME", fallback: "10:00", help: "when the green hours begin" },
  "closes-at": { value: "TIME", fallback: "16:00", help: "when they end" },
  "time-zone": { value: "ZONE", fallback: "UTC", help: "of these two, such as Europe/Berlin" },
  inside: { value: "GRAMS", fallback: "100", help: "gCO2eq/kWh in the green hours" },
  outside: { value: "GRAMS", fallback: "400", help: "gCO2eq/kWh in the others" },
  "log-level": { env: "KARBON_LOG", value: "LEVEL", fallback: "info", help: "trace to fatal, or silent" },
} as const satisfies Flags;
type Env = Readonly<Record<string, string | undefined>>;

/** The signal service, until the abort. @throws Error with a sentence for a malformed option */
export async function runSignal(args: readonly string[], env: Env, signal: AbortSignal): Promise<void> {
  const flags = readFlags(SIGNAL_FLAGS, args, env);
  const hours = StaticConfig.safeParse({
    opensAt: flags["opens-at"],
    closesAt: flags["closes-at"],
    timeZone: flags["time-zone"],
    insideGramsPerKwh: Number(flags.inside),
    outsideGramsPerKwh: Number(flags.outside),
  });
  if (!hours.success) throw new Error(hours.error.issues[0]?.message ?? "The green hours are malformed.");
  const zone = ZoneKey.parse(flags.zone);
  const turns: Turn[] = [];
  const log = createLogger("karbonetes-signal", flags["log-level"] ?? "info");
  const server = await serveSignal({
    host: flags.host ?? "127.0.0.1",
    port: portOf(flags.port, "port"),
    document: () =>
      documentOf({
        zone,
        turns,
        now: new Date(),
        gramsAt: gramsByClock(hours.data),
        inside: hours.data.insideGramsPerKwh,
        outside: hours.data.outsideGramsPerKwh,
      }),
    set: (green) => {
      turns.push({ at: new Date(), green });
      if (turns.length > MOST_TURNS) turns.shift();
      log.info({ green }, "the switch was turned");
    },
  });
  log.info({ port: server.port, zone }, "the signal is served");
  await aborted(signal);
  await server.stop();
}

/** `karbon signal green on|off|auto`, on the machine where the service runs. @throws Error with a sentence */
export async function setGreen([green = "", ...args]: readonly string[], env: Env): Promise<string> {
  const { host, port } = readFlags(SIGNAL_FLAGS, args, env);
  const url = `http://${host ?? ""}:${portOf(port, "port")}/green`;
  const response = await fetch(url, {
    method: "PUT",
    body: JSON.stringify({ green }),
    signal: AbortSignal.timeout(ASK_MS),
  }).catch((error: unknown) => {
    throw new Error(`No signal service answers at ${url}; start one with \`karbon signal\`.`, {
      cause: error,
    });
  });
  const { message = "" } = (await response.json()) as { message?: string };
  if (!response.ok) throw new Error(message);
  return green === "auto" ? "Green by the clock again." : `Green is ${green} until it is set anew.`;
}
