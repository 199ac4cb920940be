import { afterAll } from "vitest";
import { contractSuite } from "../../../../e2e/kubernetes/contract/suite.ts";
import { startSandbox } from "./testing.ts";

let started: ReturnType<typeof startSandbox> | undefined;
afterAll(async () => (await started)?.end());

contractSuite("a sandbox", async () => {
  started ??= startSandbox();
  return (await started).sandbox.kubeconfig();
});
