import { MOST_NAMED, type MadeInside, type Named } from "#server/domain/cluster/teardown-plan.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { HELD_LABEL } from "#server/domain/job/annotations.ts";
import { z } from "zod";
import type { Access } from "./kube-access.ts";
import { ignoreAbsent } from "./kube-look.ts";

const Service = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  spec: z.looseObject({ type: z.string().optional() }).prefault({}),
  status: z
    .looseObject({
      loadBalancer: z
        .looseObject({
          ingress: z
            .array(z.looseObject({ ip: z.string().optional(), hostname: z.string().optional() }))
            .default([]),
        })
        .prefault({}),
    })
    .prefault({}),
});
const Volume = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    persistentVolumeReclaimPolicy: z.string().optional(),
    capacity: z.record(z.string(), z.string()).default({}),
    claimRef: z.looseObject({ namespace: z.string(), name: z.string() }).optional(),
  }),
});

/** What a cluster made outside itself, and the Jobs that its end cuts short. A kind that it does not have it has none of. */
export async function madeInside(access: Access): Promise<MadeInside> {
  const [loadBalancers, volumes, jobs] = await Promise.all([
    named(access, "/api/v1/services", loadBalancerOf),
    named(access, "/api/v1/persistentvolumes", volumeOf),
    countJobs(access),
  ]);
  return { loadBalancers, volumes, jobs };
}

/** "default/web at 10.0.0.7"; undefined for a Service that has nothing outside. */
function loadBalancerOf(object: unknown): string | undefined {
  const { metadata, spec, status } = Service.parse(object);
  if (spec.type !== "LoadBalancer") return undefined;
  const [first] = status.loadBalancer.ingress;
  const address = first?.ip ?? first?.hostname;
  return `${metadata.namespace}/${metadata.name}${address ? ` at ${address}` : ""}`;
}

/** "pvc-1, 10Gi, of default/data"; undefined for one that is kept. */
function volumeOf(object: unknown): string | undefined {
  const { metadata, spec } = Volume.parse(object);
  if (spec.persistentVolumeReclaimPolicy !== "Delete") return undefined;
  const claim = spec.claimRef && `of ${spec.claimRef.namespace}/${spec.claimRef.name}`;
  return [metadata.name, spec.capacity["storage"], claim].filter(Boolean).join(", ");
}

async function named(
  { client, signal }: Access,
  path: string,
  say: (object: unknown) => string | undefined,
): Promise<Named> {
  const all: Named = { count: 0, items: [] };
  const onPage = (objects: KubeObject[]): void => {
    const said = objects.map(say).filter((each) => each !== undefined);
    all.count += said.length;
    all.items.push(...said.slice(0, MOST_NAMED - all.items.length));
  };
  await client.list<KubeObject>(path, { signal, onPage }).catch(ignoreAbsent);
  return all;
}

async function countJobs({ client, signal }: Access): Promise<MadeInside["jobs"]> {
  const counts = { running: 0, held: 0 };
  const onPage = (jobs: Job[]): void => {
    counts.running += jobs.filter(({ status }) => (status?.active ?? 0) > 0).length;
    counts.held += jobs.filter(
      ({ metadata, spec }) => spec.suspend === true && metadata.labels?.[HELD_LABEL] === "true",
    ).length;
  };
  await client.list<Job>("/apis/batch/v1/jobs", { signal, onPage }).catch(ignoreAbsent);
  return counts;
}
