import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BacktestJob } from "#server/domain/backtest/input.ts";

/** The experiment by numpy; undefined where python3 with numpy is not installed. */
export function byNumpy(
  choose: Float64Array,
  account: Float64Array,
  jobs: readonly BacktestJob[],
): { milliseconds: number; savingPercent: number } | undefined {
  try {
    execFileSync("python3", ["-c", "import numpy"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "karbonetes-bench-"));
  try {
    const files = Object.entries({ choose, account }).map(([name, values]) => {
      const file = path.join(folder, `${name}.f64`);
      writeFileSync(file, Buffer.from(values.buffer, values.byteOffset, values.byteLength));
      return file;
    });
    const [first, second] = jobs;
    if (!first || !second) return undefined;
    const numbers = [
      first.arrival,
      second.arrival - first.arrival,
      jobs.length,
      first.latest - first.earliest,
      first.slots,
    ];
    const script = path.join(import.meta.dirname, "best_window.py");
    return JSON.parse(
      execFileSync("python3", [script, ...files, ...numbers.map(String)], { encoding: "utf8" }),
    ) as { milliseconds: number; savingPercent: number };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
