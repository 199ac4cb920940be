import { inject } from "vitest";
import { contractSuite } from "./contract/suite.ts";

contractSuite("a real control plane", () => Promise.resolve(inject("kubeconfig")));
