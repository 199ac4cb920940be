import type { KubeObject } from "#server/domain/kubernetes.ts";

/** A kind of the test provider, and where its objects live. */
export interface BridgeKind {
  group: string;
  kind: string;
  plural: string;
}
const kindOf = (role: string, kind: string): BridgeKind => ({
  group: `${role}.cluster.x-k8s.io`,
  kind,
  plural: `${kind.toLowerCase()}s`,
});

export const LOCAL_CLUSTER = kindOf("infrastructure", "KarbonLocalCluster");
export const LOCAL_MACHINE = kindOf("infrastructure", "KarbonLocalMachine");
export const LOCAL_CONTROL_PLANE = kindOf("controlplane", "KarbonLocalControlPlane");
export const LOCAL_CONFIG = kindOf("bootstrap", "KarbonLocalConfig");

export const VERSION = "v1beta2";
export const apiVersionOf = ({ group }: BridgeKind): string => `${group}/${VERSION}`;
export const templateOf = ({ group, kind }: BridgeKind): BridgeKind => ({
  group,
  kind: `${kind}Template`,
  plural: `${kind.toLowerCase()}templates`,
});

const text = { type: "string" };
const whole = (minimum: number, maximum?: number) => ({ type: "integer", minimum, maximum });
const fields = (properties: object) => ({ type: "object", properties });
const ANY = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const ENDPOINT = fields({ host: text, port: whole(0) });

/** What a person, or Cluster API, may write into each. */
const SPECS: readonly [BridgeKind, object][] = [
  [LOCAL_CLUSTER, { region: text, controlPlaneEndpoint: ENDPOINT }],
  [LOCAL_MACHINE, { region: text, cpu: whole(1), memoryGiB: whole(1), providerID: text }],
  // one of each of its programs runs, so more than one is refused instead of pretended
  [
    LOCAL_CONTROL_PLANE,
    { version: text, replicas: whole(0, 1), controlPlaneEndpoint: ENDPOINT, machineTemplate: ANY },
  ],
  [LOCAL_CONFIG, {}],
];

/** All kinds with their templates, labelled with the contract that they keep: without it Cluster API does not find them. */
export const BRIDGE_CRDS: readonly KubeObject[] = SPECS.flatMap(([kind, spec]) => [
  definitionOf(kind, fields(spec)),
  definitionOf(templateOf(kind), fields({ template: fields({ metadata: ANY, spec: fields(spec) }) })),
]);

function definitionOf({ group, kind, plural }: BridgeKind, spec: object): KubeObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, labels: { [`cluster.x-k8s.io/${VERSION}`]: VERSION } },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: fields({ spec, status: ANY }) },
        },
      ],
    },
  };
}
