import type { KubeObject } from "#server/domain/kubernetes.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

interface Reach {
  client: Pick<KubeClient, "json">;
  signal: AbortSignal;
}

/** What stands at a path, or undefined where nothing does. "Could not read" is an error, never undefined. @throws ApiError */
export async function findObject<T = KubeObject>(
  { client, signal }: Reach,
  path: string,
): Promise<T | undefined> {
  try {
    return await client.json<T>(path, { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
