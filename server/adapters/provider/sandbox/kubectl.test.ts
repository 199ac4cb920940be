import { execFile, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startControllers } from "./controllers/start.ts";
import { nodePoolOf } from "./controllers/placement/node-pool.ts";
import { fastClock, silent, startSandbox } from "./testing.ts";

const run = promisify(execFile);

function hasKubectl(): boolean {
  try {
    execFileSync("kubectl", ["version", "--client"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const JOB = `apiVersion: batch/v1
kind: Job
metadata:
  name: sums
spec:
  template:
    metadata:
      annotations: {pod-complete.stage.kwok.x-k8s.io/delay: 20s}
    spec:
      restartPolicy: Never
      containers:
        - {name: main, image: "busybox:1.36", resources: {requests: {cpu: 500m}}}
`;

const configMap = (value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: owned}\ndata: {a: "${value}"}\n`;

// needs kubectl on the PATH (Debian: kubernetes-client)
describe.skipIf(!hasKubectl())("kubectl", { timeout: 60_000 }, () => {
  let started: Awaited<ReturnType<typeof startSandbox>>;
  let environment: NodeJS.ProcessEnv;
  const file = (name: string, content: string) => {
    const target = path.join(started.dir, name);
    fs.writeFileSync(target, content);
    return target;
  };
  const kubectl = async (...args: string[]) => (await run("kubectl", args, { env: environment })).stdout;

  beforeAll(async () => {
    started = await startSandbox({
      clock: fastClock(60),
      controllers: (api, clock, signal) => void startControllers({ api, clock, signal, log: silent }),
    });
    environment = {
      ...process.env,
      HOME: started.dir,
      KUBECONFIG: file("kubeconfig", started.sandbox.kubeconfig()),
    };
    const pool = nodePoolOf({
      name: "fallback",
      role: "fallback",
      maxNodes: 2,
      minNodes: 1,
      cpu: 4,
      memoryGiB: 8,
    });
    await kubectl("apply", "--server-side", "-f", file("pool.json", JSON.stringify(pool)));
  }, 60_000);
  afterAll(() => started.end());

  test("version and api-resources speak of the sandbox", async () => {
    expect(await kubectl("version")).toContain("karbonetes-sandbox");
    expect(await kubectl("api-resources", "-o", "name")).toMatch(/^jobs\.batch$/m);
  });

  test("get jobs -w shows a Job from apply to Complete; describe, get events and logs tell about it", async () => {
    const watch = spawn("kubectl", ["get", "jobs", "-w"], { env: environment });
    const seen = new Promise<string>((resolve) => {
      let text = "";
      watch.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (/sums\s+Complete\s+1\/1/.test(text)) resolve(text);
      });
    });
    expect(await kubectl("apply", "-f", file("job.yaml", JOB))).toBe("job.batch/sums created\n");
    const shown = await seen;
    watch.kill();
    expect(shown).toMatch(/^NAME\s+STATUS\s+COMPLETIONS\s+DURATION\s+AGE/);
    expect(shown).toMatch(/sums\s+Running\s+0\/1/);
    const described = await kubectl("describe", "job", "sums");
    expect(described).toMatch(/Name:\s+sums/);
    expect(described).toMatch(/1 Succeeded/);
    expect(described).toContain("SuccessfulCreate");
    expect(await kubectl("get", "events", "--field-selector", "involvedObject.name=sums")).toMatch(
      /Completed\s+job\/sums/,
    );
    expect(await kubectl("get", "nodes")).toMatch(/Ready\s+<none>\s+\S+\s+v1\./);
    await expect(kubectl("logs", "job/sums")).rejects.toThrow(/does not serve pods\/log/);
  });

  test("apply twice changes nothing; a changed file configures; diff and dry run tell first", async () => {
    const changed = file(
      "changed.yaml",
      JOB.replace("  template:", "  ttlSecondsAfterFinished: 100000\n  template:"),
    );
    expect(await kubectl("apply", "-f", file("job.yaml", JOB))).toBe("job.batch/sums unchanged\n");
    expect(await kubectl("apply", "--dry-run=server", "-f", changed)).toContain(
      "configured (server dry run)",
    );
    expect(await kubectl("apply", "-f", changed)).toBe("job.batch/sums configured\n");
    expect(await kubectl("get", "job", "sums", "-o", "jsonpath={.spec.ttlSecondsAfterFinished}")).toBe(
      "100000",
    );
  });

  test("apply --server-side tells who owns what, and takes over only by force", async () => {
    expect(
      await kubectl(
        "apply",
        "--server-side",
        "--field-manager=one",
        "-f",
        file("config.yaml", configMap("1")),
      ),
    ).toContain("serverside-applied");
    const other = kubectl(
      "apply",
      "--server-side",
      "--field-manager=two",
      "-f",
      file("config.yaml", configMap("2")),
    );
    await expect(other).rejects.toThrow(/conflict with "one": \.data\.a/);
    await kubectl(
      "apply",
      "--server-side",
      "--force-conflicts",
      "--field-manager=two",
      "-f",
      file("config.yaml", configMap("2")),
    );
    expect(await kubectl("get", "cm", "owned", "-o", "jsonpath={.data.a}")).toBe("2");
  });

  test("what kubectl sends as protobuf is read: create namespace, configmap, secret, job, cronjob", async () => {
    expect(await kubectl("create", "namespace", "made")).toBe("namespace/made created\n");
    expect(await kubectl("create", "configmap", "made", "--from-literal=a=b")).toBe(
      "configmap/made created\n",
    );
    expect(await kubectl("create", "secret", "generic", "made", "--from-literal=a=b")).toBe(
      "secret/made created\n",
    );
    await kubectl("create", "cronjob", "made", "--image=busybox", "--schedule=0 0 1 1 *");
    await kubectl("create", "job", "made", "--from=cronjob/made");
    expect(
      await kubectl(
        "get",
        "job",
        "made",
        "-o",
        "jsonpath={.spec.template.spec.containers[0].image} {.metadata.ownerReferences[0].name}",
      ),
    ).toBe("busybox made");
    await expect(kubectl("create", "quota", "made")).rejects.toThrow(/does not serve resourcequotas/);
    await expect(kubectl("create", "deployment", "made", "--image=x")).rejects.toThrow(
      /could not find the requested resource/,
    );
  });

  test("describe namespace and auth can-i find what they need", async () => {
    expect(await kubectl("describe", "namespace", "default")).toContain("No resource quota.");
    expect(await kubectl("auth", "can-i", "create", "jobs")).toBe("yes\n");
  });

  test("delete waits until the Job and its pods are gone", async () => {
    expect(await kubectl("delete", "job", "sums", "--cascade=foreground")).toBe('job.batch "sums" deleted\n');
    expect(await kubectl("get", "pods", "-l", "job-name=sums", "-o", "name")).toBe("");
  });
});
