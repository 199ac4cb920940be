import { parseArgs } from "node:util";

export interface Flag {
  /** Its twin in the environment; the flag goes before it. */
  env?: string;
  /** What stands for its value in the help; none for a switch. */
  value?: string;
  fallback?: string;
  help: string;
}
export type Flags = Readonly<Record<string, Flag>>;
type Env = Readonly<Record<string, string | undefined>>;

/**
 * The value of each flag: given, else from the environment, else its fallback; a switch is "1" when it is on.
 * @throws Error with a sentence for what is not known
 */
export function readFlags<F extends Flags>(
  flags: F,
  args: readonly string[],
  env: Env,
): Record<keyof F, string | undefined> {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { value }]) => [
      name,
      { type: value ? ("string" as const) : ("boolean" as const) },
    ]),
  );
  const { values } = parsed(args, options);
  return Object.fromEntries(
    Object.entries(flags).map(([name, { env: twin, fallback, value }]) => {
      const given = values[name];
      const inherited = (twin && env[twin]) || undefined;
      const text = typeof given === "string" ? given : given === true ? "1" : inherited;
      return [name, value ? (text ?? fallback) : isOn(text) ? "1" : undefined];
    }),
  ) as Record<keyof F, string | undefined>;
}

function parsed(args: readonly string[], options: Record<string, { type: "string" | "boolean" }>) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
  } catch (error) {
    throw new Error(`${(error as Error).message.split(".")[0]}.`, { cause: error }); // the rest is advice for programmers
  }
}

const isOn = (text: string | undefined): boolean => text === "1" || text === "true";

/** One line a flag. */
export function helpOf(flags: Flags): string {
  const rows = Object.entries(flags).map(([name, { value, env, fallback, help }]) => {
    const notes = [env, fallback !== undefined && `default ${fallback}`].filter(Boolean).join(", ");
    return [`  --${name}${value ? ` ${value}` : ""}`, `${help}${notes ? ` (${notes})` : ""}`] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`).join("\n");
}

/** @throws Error with a sentence */
export function portOf(text: string | undefined, name: string): number {
  const port = Number(text);
  if (text && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`--${name} is "${text ?? ""}"; give a number from 0 to 65535.`);
}
