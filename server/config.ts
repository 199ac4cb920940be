import path from "node:path";

export type Env = Readonly<Record<string, string | undefined>>;

export interface ClockConfig {
  /** Where simulated time begins. */
  startsAt: Date;
  /** Simulated seconds a real second. */
  rate: number;
  /** The real instant at which simulated time was `startsAt`, so that all processes share one clock. */
  epoch: Date;
}

export interface Config {
  host: string;
  port: number;
  /** The origin people type, when it is not http://HOST:PORT. */
  publicUrl: string | undefined;
  dataDir: string;
  database: { kind: "embedded" } | { kind: "external"; url: string };
  /** Where the database answers; the supervisor sets DATABASE_URL for its children. */
  databaseUrl: string;
  /** 32 bytes, base64; else a key file under dataDir. */
  key: string | undefined;
  clock: ClockConfig | undefined;
  demo: boolean;
  logLevel: string;
  /** Names the folders in which the programs of real Kubernetes are looked for. */
  enginesEnv: Env;
}

const ENGINE_VARIABLES = ["KARBON_KUBERNETES_BIN", "KUBEBUILDER_ASSETS", "XDG_CACHE_HOME", "HOME"];

/** Reads the environment once. @throws Error with a sentence for each half-set or malformed option. */
export function loadConfig(env: Env): Config {
  const dataDir = path.resolve(env["KARBON_DATA_DIR"] || ".data");
  return {
    host: env["KARBON_HOST"] || "127.0.0.1",
    port: portFrom(env["PORT"]),
    publicUrl: originFrom(env["KARBON_PUBLIC_URL"]),
    dataDir,
    database: databaseFrom(env),
    databaseUrl: env["DATABASE_URL"] ?? "",
    key: env["KARBON_KEY"] || undefined,
    clock: clockFrom(env),
    demo: env["KARBON_DEMO"] === "1",
    logLevel: env["KARBON_LOG"] || "info",
    enginesEnv: Object.fromEntries(ENGINE_VARIABLES.map((name) => [name, env[name]])),
  };
}

function portFrom(text: string | undefined): number {
  if (!text) return 3_000;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`PORT is "${text}"; give a number from 1 to 65535.`);
}

function originFrom(text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Error(`KARBON_PUBLIC_URL is "${text}"; give an origin such as https://karbon.example.org.`);
  }
  return new URL(text).origin;
}

function databaseFrom(env: Env): Config["database"] {
  const url = env["DATABASE_URL"];
  if (!url || env["KARBON_EMBEDDED_DATABASE"] === "1") return { kind: "embedded" };
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error("DATABASE_URL is not a URL such as postgresql://user:password@host/database.");
  }
  return { kind: "external", url };
}

/** KARBON_CLOCK=START@RATE, e.g. 2022-06-01T00:00:00Z@600; KARBON_CLOCK_EPOCH is set by the supervisor for its children. */
function clockFrom(env: Env): ClockConfig | undefined {
  const text = env["KARBON_CLOCK"];
  if (!text) return undefined;
  const [start = "", rateText = ""] = text.split("@");
  const startsAt = start === "now" ? new Date() : new Date(start);
  const rate = Number(rateText);
  if (Number.isNaN(+startsAt) || !(rate >= 1 && rate <= 100_000)) {
    throw new Error(
      `KARBON_CLOCK is "${text}"; give START@RATE, such as 2022-06-01T00:00:00Z@600 with a rate from 1 to 100000.`,
    );
  }
  const epochText = env["KARBON_CLOCK_EPOCH"];
  return { startsAt, rate, epoch: epochText ? new Date(Number(epochText)) : new Date() };
}
