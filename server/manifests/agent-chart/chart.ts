import { AGENT_NAME } from "#server/manifests/agent.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { chartFiles } from "#server/manifests/helm/chart.ts";
import { Expression, isExpression, slotsOf } from "#server/manifests/helm/slots.ts";
import { fileWhen, templateOf } from "#server/manifests/helm/write.ts";
import { dashboards } from "#server/manifests/monitoring/dashboards.ts";
import { type Install } from "./names.ts";
import { AGENT_PARTS, RELEASE_PART } from "./objects.ts";
import { AgentValues } from "./values.ts";

const HELM_INSTALL: Install = {
  managedBy: new Expression(".Release.Service"),
  version: new Expression(".Chart.AppVersion", "text"),
  image: new Expression(
    'printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion)',
    "text",
  ),
};

/** What no schema can say: it stops the rendering with one sentence. */
const CHECKS = `{{- if ne .Release.Namespace "${SYSTEM_NAMESPACE}" }}
{{- fail "The agent lives in the namespace ${SYSTEM_NAMESPACE}: helm install ${AGENT_NAME} ... --namespace ${SYSTEM_NAMESPACE} --create-namespace." }}
{{- end }}
{{- if and .Values.source (not .Values.source.source) }}
{{- fail "source has no name: give source.source, such as static, and its config." }}
{{- end }}
{{- if and .Values.source (not .Values.zone) }}
{{- fail "A source needs the zone it is read for: give zone, such as DE." }}
{{- end }}
`;

const DASHBOARDS = fileWhen(
  ".Values.dashboards.enabled",
  `{{- range $path, $_ := .Files.Glob "dashboards/*.json" }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ base $path | trimSuffix ".json" }}
  namespace: ${SYSTEM_NAMESPACE}
  {{- with $.Values.dashboards.labels }}
  labels:
    {{- toYaml . | nindent 4 }}
  {{- end }}
data:
  {{ base $path }}: |-
    {{- $.Files.Get $path | nindent 4 }}
{{- end }}
`,
);

export function agentChart(version: string): Record<string, string> {
  const values = slotsOf(AgentValues.parse({}));
  const templates = [...AGENT_PARTS, RELEASE_PART].map(({ file, objects, only }) => {
    const text = objects.map((object) => templateOf(object(values, HELM_INSTALL))).join("---\n");
    const condition = only?.(values);
    return [file, isExpression(condition) ? fileWhen(condition.text, text) : text];
  });
  return chartFiles({
    name: AGENT_NAME,
    description: "Holds batch Jobs until electricity is clean: webhook, release loop, metrics.",
    version,
    values: AgentValues,
    templates: {
      ...Object.fromEntries(templates),
      "checks.yaml": CHECKS,
      "dashboards.yaml": DASHBOARDS,
    },
    files: Object.fromEntries(
      Object.entries(dashboards()).map(([name, board]) => [
        `dashboards/${name}`,
        `${JSON.stringify(board, null, 2)}\n`,
      ]),
    ),
  });
}
