import { policyCrd, scoreCrd } from "#server/manifests/crds.ts";
import { both, isSet, type NodeMap, not, type Slot } from "#server/manifests/helm/slots.ts";
import { prometheusRule, serviceMonitor } from "./monitoring.ts";
import type { Install } from "./names.ts";
import {
  certificate,
  disruptionBudget,
  extraEgress,
  networkPolicy,
  selfSignedIssuer,
  service,
  webhook,
} from "./network.ts";
import { type AgentSlots, byCertManager } from "./pod.ts";
import { rbac } from "./rbac.ts";
import { deployment, releaseJob } from "./workload.ts";

interface Part {
  /** The template's file. */
  file: string;
  objects: readonly ((values: AgentSlots, install: Install) => NodeMap)[];
  /** Always there where absent. */
  only?: (values: AgentSlots) => Slot<boolean>;
}

/** All that an agent is made of, in the order in which it is applied; the chart and the console's one click read this one list. */
export const AGENT_PARTS: readonly Part[] = [
  {
    file: "crds.yaml",
    objects: [policyCrd, scoreCrd].map((crd) => () => kept(crd())),
    only: ({ crds }) => crds.install,
  },
  { file: "rbac.yaml", objects: rbac },
  { file: "service.yaml", objects: [service] },
  {
    file: "issuer.yaml",
    objects: [selfSignedIssuer],
    only: (values) => both(byCertManager(values), not(isSet(values.certificates.issuer.name))),
  },
  { file: "certificate.yaml", objects: [certificate], only: byCertManager },
  { file: "deployment.yaml", objects: [deployment] },
  {
    file: "poddisruptionbudget.yaml",
    objects: [disruptionBudget],
    only: ({ podDisruptionBudget }) => podDisruptionBudget.enabled,
  },
  {
    file: "networkpolicy.yaml",
    objects: [networkPolicy],
    only: (values) => values.networkPolicy.enabled,
  },
  {
    file: "networkpolicy-extra.yaml",
    objects: [extraEgress],
    only: ({ networkPolicy: { enabled, extraEgress: rules } }) => both(enabled, isSet(rules)),
  },
  { file: "servicemonitor.yaml", objects: [serviceMonitor], only: (values) => values.serviceMonitor.enabled },
  { file: "prometheusrule.yaml", objects: [prometheusRule], only: (values) => values.prometheusRule.enabled },
  { file: "webhook.yaml", objects: [webhook] },
];

/** Run before anything is deleted, so it is no object that is applied. */
export const RELEASE_PART: Part = {
  file: "release-job.yaml",
  objects: [releaseJob],
  only: ({ releaseOnUninstall }) => releaseOnUninstall,
};

/** Policies are people's work: they outlive the chart. */
function kept(crd: ReturnType<typeof policyCrd>): NodeMap {
  const annotations = { "helm.sh/resource-policy": "keep" };
  return { ...crd, metadata: { ...crd.metadata, annotations } } as unknown as NodeMap;
}
