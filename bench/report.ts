/** What every measurement prints: a table for people, or with --json one JSON object on stdout and nothing else. */
export function report(
  result: Record<string, unknown>,
  rows: readonly (readonly [string, string | number])[],
): void {
  if (process.argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) process.stdout.write(`${label.padEnd(width)}  ${value}\n`);
}

/** Runs a measurement; what stops it is one sentence on stderr and exit code 1. */
export async function measure(run: () => Promise<boolean>): Promise<void> {
  try {
    process.exit((await run()) ? 0 : 1);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** `--name VALUE` of the command line as a number. */
export function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at === -1 ? fallback : Number(process.argv[at + 1]);
  if (!Number.isFinite(value) || value < 0) throw new Error(`Give --${name} a number.`);
  return value;
}

export const progress = (line: string) => void process.stderr.write(`${line}\n`);
