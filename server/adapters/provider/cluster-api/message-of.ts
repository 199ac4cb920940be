import type { StepReading } from "#server/domain/cluster/cluster-api/read-step.ts";
import { Waiting } from "#server/domain/errors.ts";

const LOOK_AGAIN_MS = 1_000;

/** @throws Waiting, or an Error where Cluster API itself says that it fails */
export function messageOf(reading: StepReading): string {
  switch (reading.kind) {
    case "done":
      return reading.message;
    case "waiting":
      throw new Waiting(reading.reason, reading.message, LOOK_AGAIN_MS);
    case "failing":
      throw Object.assign(new Error(reading.message), { code: reading.reason });
  }
}
