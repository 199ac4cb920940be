import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { prepareStages } from "#server/adapters/control-plane/stages.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { freePort } from "../../support/product.ts";

const MARK = "carbon-aware.io/test-exec";
/** Whatever is run "in" a container runs on this machine. */
const EXEC = `
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterExec
metadata: { name: here }
spec: { execs: [{ local: {} }] }
`;

/** A node whose kubelet, kwok's own, really opens terminals. */
export async function startExecKubelet(kube: KubeClient, kubeconfig: string, node: string) {
  const engines = await haveEngines({
    env: process.env,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const dir = mkdtempSync(path.join(os.tmpdir(), "karbonetes-exec-"));
  const at = (name: string) => path.join(dir, name);
  const { key, cert } = await createServingCertificate(["localhost"]);
  const port = await freePort();
  writeFileSync(at("kubeconfig"), kubeconfig);
  writeFileSync(
    at("config.yaml"),
    `${prepareStages(readFileSync(engines["kwok-stages.yaml"], "utf8"))}${EXEC}`,
  );
  writeFileSync(at("tls.key"), key);
  writeFileSync(at("tls.crt"), cert);
  const kwok = spawn(
    engines.kwok,
    [
      `--kubeconfig=${at("kubeconfig")}`,
      `--config=${at("config.yaml")}`,
      `--manage-nodes-with-annotation-selector=${MARK}=${node}`,
      "--node-ip=127.0.0.1",
      "--node-name=127.0.0.1", // without one kwok's Stages take the addresses away again within a minute
      `--node-port=${port}`,
      `--server-address=127.0.0.1:${port}`,
      `--tls-cert-file=${at("tls.crt")}`,
      `--tls-private-key-file=${at("tls.key")}`,
    ],
    { stdio: "ignore" },
  );
  await kube.json("/api/v1/nodes", {
    method: "POST",
    body: { metadata: { name: node, annotations: { [MARK]: node } } },
  });
  return {
    async stop() {
      await kube.json(`/api/v1/nodes/${node}`, { method: "DELETE" }).catch(() => undefined);
      await ended(kwok);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
