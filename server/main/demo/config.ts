import { ZoneKey } from "#server/domain/carbon/source-config.ts";
import { DEMO_ZONE } from "#server/domain/demo/objects.ts";
import { readFlags, type Flags } from "../flags.ts";

export const DEMO_FLAGS = {
  zone: {
    value: "ZONE",
    fallback: DEMO_ZONE,
    help: "the grid its policy looks at; only one that nobody else writes is set by `green`",
  },
} as const satisfies Flags;

export type DemoWish =
  | { verb: "apply" | "status" | "remove"; zone: string }
  | { verb: "green"; zone: string; green: boolean };

/** @throws Error with a sentence for what is not known */
export function readDemoWish([verb = "", ...rest]: readonly string[]): DemoWish {
  switch (verb) {
    case "apply":
    case "status":
    case "remove":
      return { verb, zone: zoneOf(rest) };
    case "green": {
      const [word, ...flags] = rest;
      if (word !== "on" && word !== "off")
        throw new Error("Say `karbon demo green on` or `karbon demo green off`.");
      return { verb, green: word === "on", zone: zoneOf(flags) };
    }
    default:
      throw new Error(
        `${verb === "" ? "karbon demo does nothing by itself" : `There is no karbon demo ${verb}`}; say apply, status, green on, green off or remove.`,
      );
  }
}

function zoneOf(args: readonly string[]): string {
  const zone = ZoneKey.safeParse(readFlags(DEMO_FLAGS, args, {}).zone);
  if (zone.success) return zone.data;
  throw new Error(`--zone: ${zone.error.issues[0]?.message ?? ""}`);
}
