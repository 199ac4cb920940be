import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { AGENT_NAME, serviceClientConfig, systemNamespace, webhookConfiguration } from "./agent.ts";
import { policyCrd, scoreCrd } from "./crds.ts";
import { agentRbac } from "./rbac.ts";
import { below, shippedFiles } from "./shipped.ts";

const NOTICE = "# Generated from the domain's schemas by `npm run manifests`; do not edit.\n";

/** File name -> text, as they are kept under deploy/manifests. To a reader of YAML 1.1 a bare 10:00 is the number 600: quoted. */
export const manifestFiles = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      "namespace.yaml": systemNamespace(),
      "carbonawarepolicies.yaml": policyCrd(),
      "carbonscores.yaml": scoreCrd(),
      "agent-rbac.yaml": agentRbac(),
      "agent-webhook.yaml": webhookConfiguration(serviceClientConfig(AGENT_NAME, SYSTEM_NAMESPACE), {
        conditions: true,
      }),
    }).map(([name, objects]) => [name, NOTICE + [objects].flat().map(yamlOf).join("---\n")]),
  );

const yamlOf = (object: object): string =>
  stringify(object, { aliasDuplicateObjects: false, lineWidth: 0, compat: "yaml-1.1" });

export const MANIFEST_DIR = "deploy/manifests";

/** Path from the repository's root -> text: all that is generated under deploy. */
export const deployFiles = (): Record<string, string> => ({
  ...below(MANIFEST_DIR, manifestFiles()),
  ...shippedFiles(),
});

if (process.argv[1] === import.meta.filename) {
  for (const [file, text] of Object.entries(deployFiles())) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
