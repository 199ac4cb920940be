import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { systemNamespace } from "./agent.ts";
import { policyCrd, scoreCrd } from "./crds.ts";

const NOTICE = "# Generated from the domain's schemas by `npm run manifests`; do not edit.\n";

/** File name -> text, as they are kept under deploy/manifests. To a reader of YAML 1.1 a bare 10:00 is the number 600: quoted. */
export const manifestFiles = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      "namespace.yaml": systemNamespace(),
      "carbonawarepolicies.yaml": policyCrd(),
      "carbonscores.yaml": scoreCrd(),
    }).map(([name, object]) => [
      name,
      NOTICE + stringify(object, { aliasDuplicateObjects: false, lineWidth: 0, compat: "yaml-1.1" }),
    ]),
  );

export const MANIFEST_DIR = "deploy/manifests";

if (process.argv[1] === import.meta.filename) {
  await mkdir(MANIFEST_DIR, { recursive: true });
  for (const [name, text] of Object.entries(manifestFiles())) {
    await writeFile(path.join(MANIFEST_DIR, name), text);
  }
}
