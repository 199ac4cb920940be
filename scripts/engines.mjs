// `npm run engines`: the programs of real Kubernetes, for clusters of the provider local and for `npm run test:kubernetes`.
import { spawnSync } from "node:child_process";
import { ensureInstalled } from "./lib/install.mjs";
import { inRoot, root } from "./lib/root.mjs";

ensureInstalled();
const { status } = spawnSync(
  process.execPath,
  [inRoot("node_modules/tsx/dist/cli.mjs"), inRoot("server/main/engines.ts"), "--tell"],
  { cwd: root, stdio: "inherit" },
);
process.exitCode = status ?? 1;
