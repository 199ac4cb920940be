import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { Agent, fetch } from "undici";
import { afterEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { fastClock, silent, temporaryDir } from "./testing.ts";

const dir = temporaryDir();
const start = () => createSandbox({ dir, clock: fastClock(1), log: silent, name: "again" });
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

async function nodesOf({ url, caCertificate, token }: Sandbox): Promise<string[]> {
  const dispatcher = new Agent({ connect: { ca: caCertificate } });
  const answer = await fetch(`${url}/api/v1/nodes`, {
    dispatcher,
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = (await answer.json()) as { items: { metadata: { name: string } }[] };
  await dispatcher.close();
  return items.map(({ metadata }) => metadata.name);
}

test("after a restart it is the same cluster: CA, token, port and objects; a taken port moves it", async () => {
  const first = await start();
  await first.api.create({ apiVersion: "v1", kind: "Node", metadata: { name: "n1" } });
  await first.stop();
  const second = await start();
  const { url, token, caCertificate } = second;
  expect({ url, token, caCertificate }).toEqual({
    url: first.url,
    token: first.token,
    caCertificate: first.caCertificate,
  });
  expect(await nodesOf(second)).toEqual(["n1"]);
  await second.stop();
  const squatter = createServer().listen(Number(new URL(url).port), "127.0.0.1");
  await once(squatter, "listening");
  const third = await start();
  expect(third.url).not.toBe(url);
  expect(await nodesOf(third)).toEqual(["n1"]);
  await third.stop();
  squatter.close();
});

test("its certificate is for loopback and signed by its own CA; its secrets are for their owner alone", async () => {
  const sandbox = await start();
  const identity = JSON.parse(fs.readFileSync(`${dir}/identity.json`, "utf8")) as {
    servingCertificate: string;
  };
  const serving = new X509Certificate(identity.servingCertificate);
  expect(serving.verify(new X509Certificate(sandbox.caCertificate).publicKey)).toBe(true);
  expect(serving.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(fs.statSync(`${dir}/identity.json`).mode & 0o077).toBe(0);
  expect(sandbox.kubeconfig()).toContain(sandbox.token);
  await sandbox.stop();
});
