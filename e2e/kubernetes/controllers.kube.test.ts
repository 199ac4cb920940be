import { inject } from "vitest";
import { controllersContract } from "./controllers/suite.ts";

controllersContract(() => Promise.resolve(inject("kubeconfig")));
