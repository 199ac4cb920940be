import { createKubeClientFor } from "#server/adapters/kubernetes/client.ts";
import { ownAccess } from "#server/adapters/kubernetes/own-access.ts";
import { applyDemo } from "./apply.ts";
import type { Reach } from "./cluster.ts";
import { readDemoWish, type DemoWish } from "./config.ts";
import { setDemoGreen } from "./green.ts";
import { removeDemo } from "./remove.ts";
import { demoStatus } from "./status.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** `karbon demo ...` in the cluster that KUBECONFIG names. @returns what is to be said. @throws Error with a sentence */
export async function runDemo(args: readonly string[], env: Env, signal: AbortSignal): Promise<string> {
  const wish = readDemoWish(args);
  const client = createKubeClientFor(
    ownAccess({
      kubeconfig: env["KUBECONFIG"] || undefined,
      host: env["KUBERNETES_SERVICE_HOST"],
      port: env["KUBERNETES_SERVICE_PORT"],
    }),
  );
  try {
    return await done({ client, signal }, wish, new Date());
  } finally {
    await client.close();
  }
}

function done(reach: Reach, wish: DemoWish, now: Date): Promise<string> {
  switch (wish.verb) {
    case "apply":
      return applyDemo(reach, wish.zone, now);
    case "status":
      return demoStatus(reach, wish.zone, now);
    case "green":
      return setDemoGreen(reach, wish.zone, wish.green, now);
    case "remove":
      return removeDemo(reach, wish.zone, now);
  }
}
