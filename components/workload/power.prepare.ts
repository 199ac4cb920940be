import type { WorkloadDetail, WorkloadRow } from "#server/domain/workload/view.ts";

const NBSP = "\u00a0";

const number = (value: number, digits: number): string =>
  value.toLocaleString("en", { maximumFractionDigits: digits, useGrouping: false });

/** "96 vCPU × 2.12 W × PUE 1.135 = 231 W, so 0.69 kWh in 3 h." */
export function powerSentence(row: Pick<WorkloadRow, "durationMs">, power: WorkloadDetail["power"]): string {
  const { watts, vcpus, wattsPerVcpu, pue } = power;
  const kwh = (watts * row.durationMs) / 3_600_000_000;
  const hours = row.durationMs / 3_600_000;
  const energy =
    kwh < 0.1 ? `${number(kwh * 1_000, 0)}${NBSP}Wh` : `${number(kwh, kwh < 10 ? 2 : 1)}${NBSP}kWh`;
  return `${number(vcpus, 2)}${NBSP}vCPU × ${number(wattsPerVcpu, 2)}${NBSP}W × PUE${NBSP}${number(pue, 3)} = ${number(watts, watts < 10 ? 1 : 0)}${NBSP}W, so ${energy} in ${number(hours, 1)}${NBSP}h.`;
}
