import type { PoolSpec } from "#server/domain/cluster/spec.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { nodePoolOf } from "../sandbox/controllers/placement/node-pool.ts";
import { instanceTypeOf } from "./instance-types.ts";

export const NODE_CLASS: KubeObject = {
  apiVersion: "karpenter.kwok.sh/v1alpha1",
  kind: "KWOKNodeClass",
  metadata: { name: "default" },
  spec: {},
};

/** The sandbox's pool (weight, taint, limit), with its size said in the way that Karpenter's kwok provider knows. */
export function localNodePoolOf(pool: PoolSpec): KubeObject {
  const { apiVersion, kind, metadata, spec } = nodePoolOf(pool);
  return {
    apiVersion,
    kind,
    metadata: { name: metadata.name },
    spec: {
      ...spec,
      template: {
        ...spec.template,
        spec: {
          ...spec.template?.spec,
          requirements: [
            { key: "node.kubernetes.io/instance-type", operator: "In", values: [instanceTypeOf(pool)] },
          ],
        },
      },
    },
  };
}
