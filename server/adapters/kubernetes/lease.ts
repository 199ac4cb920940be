import { limitedTo } from "#server/adapters/time-limit.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { givenUpSpec, heldSpec, type LeaseSpec } from "#server/domain/lease/turn.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

export interface Lease extends KubeObject {
  spec: LeaseSpec;
}
export interface LeaseAddress {
  namespace: string;
  name: string;
}
type Calls = Pick<KubeClient, "json">;

const CALL_MS = 5_000; // an API server that hangs must not let a lease run out unnoticed

const collectionOf = ({ namespace }: LeaseAddress): string =>
  `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/leases`;
const pathOf = (address: LeaseAddress): string => `${collectionOf(address)}/${address.name}`;
const within = (signal: AbortSignal | undefined): AbortSignal => limitedTo(CALL_MS, signal);

/** Undefined where there is none. */
export async function findLease(
  kube: Calls,
  address: LeaseAddress,
  signal?: AbortSignal,
): Promise<Lease | undefined> {
  try {
    return await kube.json<Lease>(pathOf(address), { signal: within(signal) });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

interface Holding {
  identity: string;
  durationSeconds: number;
}

/** Makes, renews or takes it: `before` is the Lease just read. @throws ApiError 409 when another was quicker */
export function holdLease(
  kube: Calls,
  address: LeaseAddress,
  before: Lease | undefined,
  { identity, durationSeconds }: Holding,
  signal?: AbortSignal,
): Promise<Lease> {
  const spec = heldSpec(before?.spec, identity, { durationSeconds, now: new Date() });
  return write(kube, address, before, spec, signal);
}

/** Hands it over at once instead of letting it run out. @throws ApiError 409 when it is another's already */
export const giveUpLease = (kube: Calls, address: LeaseAddress, held: Lease): Promise<Lease> =>
  write(kube, address, held, givenUpSpec(held.spec, new Date()));

function write(
  kube: Calls,
  address: LeaseAddress,
  before: Lease | undefined,
  spec: LeaseSpec,
  signal?: AbortSignal,
): Promise<Lease> {
  return kube.json<Lease>(before ? pathOf(address) : collectionOf(address), {
    method: before ? "PUT" : "POST",
    signal: within(signal),
    body: {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: {
        name: address.name,
        namespace: address.namespace,
        resourceVersion: before?.metadata.resourceVersion, // makes a change in between a conflict
      },
      spec,
    },
  });
}
