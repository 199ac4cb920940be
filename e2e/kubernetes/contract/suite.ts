import { describe } from "vitest";
import { applies } from "./applies.ts";
import { definitions } from "./definitions.ts";
import { deletions } from "./deletions.ts";
import { jobs } from "./jobs.ts";
import { lists } from "./lists.ts";
import { objects } from "./objects.ts";
import { patches } from "./patches.ts";
import { tables } from "./tables.ts";
import { watches } from "./watches.ts";
import { webhooks } from "./webhooks.ts";
import type { Connect } from "./world.ts";

/** What a Kubernetes API server does, as far as the product leans on it. No case knows which server it runs against. */
export function contractSuite(name: string, connect: Connect): void {
  describe(`the Kubernetes API of ${name}`, () => {
    for (const part of [
      objects,
      lists,
      watches,
      patches,
      applies,
      deletions,
      jobs,
      definitions,
      webhooks,
      tables,
    ])
      part(connect);
  });
}
