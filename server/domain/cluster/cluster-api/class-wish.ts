import { z } from "zod";
import { ClusterName, PoolSpec } from "../spec.ts";
import { ClusterApiSpec } from "./spec.ts";
import { readVersion } from "./version.ts";

export const ClassPool = PoolSpec.pick({ name: true, role: true, minNodes: true, maxNodes: true }).extend({
  machineClass: PoolSpec.shape.machineClass.unwrap(),
});
export type ClassPool = z.infer<typeof ClassPool>;

/** What a person says of a cluster that is to be made of a class: the form's fields, and the API's input. */
export const ClassWish = ClusterApiSpec.omit({
  variables: true,
  paused: true,
  controlPlaneRolloutAfter: true,
}).extend({
  name: ClusterName,
  zone: z.string().min(1, { error: "Choose a grid zone." }).max(64),
  kubernetesVersion: z
    .string()
    .max(40)
    .refine((version) => readVersion(version) !== undefined, { error: "Give a version such as v1.36.4." }),
  pools: z.array(ClassPool).min(1, { error: "Give at least one pool." }).max(10),
  /** As typed, by the field's label. */
  variables: z.record(z.string().max(300), z.string().max(20_000)).default({}),
});
export type ClassWish = z.infer<typeof ClassWish>;
