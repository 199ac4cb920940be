import fs from "node:fs";
import { contractSuite } from "./suite.ts";
contractSuite("truth", async () => fs.readFileSync("/tmp/sandbox-truth/kubeconfig", "utf8"));
