import { chartFiles } from "#server/manifests/helm/chart.ts";
import { type NodeMap, slotsOf } from "#server/manifests/helm/slots.ts";
import { fileWhen, templateOf } from "#server/manifests/helm/write.ts";
import {
  consoleDeployment,
  consoleService,
  disruptionBudget,
  ingress,
  networkPolicies,
  serviceAccount,
} from "./console.ts";
import { ControlPlaneValues } from "./values.ts";
import { workerDeployment, workerVolume } from "./worker.ts";

/** What no schema can say: it stops the rendering with one sentence. */
const CHECKS = `{{- if not .Values.database.secret.name }}
{{- fail "Give database.secret.name: a Secret in this namespace whose key url is postgresql://user:password@host/database." }}
{{- end }}
{{- if not .Values.encryption.secret.name }}
{{- fail "Give encryption.secret.name: a Secret in this namespace whose key is 32 bytes in base64, from openssl rand -base64 32." }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) }}
{{- fail "An ingress needs a name: give ingress.host, such as karbon.example.org." }}
{{- end }}
{{- if and .Values.worker.persistence.enabled (gt (int .Values.worker.replicas) 1) }}
{{- fail "worker.persistence is for one replica: set worker.replicas to 1, or persistence.enabled to false." }}
{{- end }}
`;

const text = (...objects: readonly NodeMap[]): string => objects.map(templateOf).join("---\n");

export function controlPlaneChart(version: string): Record<string, string> {
  const values = slotsOf(ControlPlaneValues.parse({}));
  return chartFiles({
    name: "karbonetes",
    description:
      "The Dragon's Eye and its worker: a control plane for clusters that know when electricity is clean.",
    version,
    values: ControlPlaneValues,
    templates: {
      "checks.yaml": CHECKS,
      "serviceaccount.yaml": text(serviceAccount()),
      "console.yaml": text(consoleDeployment(values), consoleService(values)),
      "worker.yaml": text(workerDeployment(values)),
      "volume.yaml": fileWhen(".Values.worker.persistence.enabled", text(workerVolume(values))),
      "ingress.yaml": fileWhen(".Values.ingress.enabled", text(ingress(values))),
      "poddisruptionbudget.yaml": fileWhen(".Values.podDisruptionBudget.enabled", text(disruptionBudget())),
      "networkpolicy.yaml": fileWhen(
        ".Values.networkPolicy.enabled",
        text(...networkPolicies.map((policy) => policy())),
      ),
    },
  });
}
