import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { systemNamespace } from "./agent.ts";
import { policyCrd, scoreCrd } from "./crds.ts";
import { below, shippedFiles } from "./shipped.ts";

const NOTICE = "# Generated from the domain's schemas by `npm run manifests`; do not edit.\n";

/** File name -> text, as they are kept under deploy/manifests. */
export const manifestFiles = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      "namespace.yaml": systemNamespace(),
      "carbonawarepolicies.yaml": policyCrd(),
      "carbonscores.yaml": scoreCrd(),
    }).map(([name, object]) => [
      name,
      NOTICE + stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 }),
    ]),
  );

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
