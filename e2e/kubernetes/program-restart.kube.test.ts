import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectSocket, createServer, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import type { ControlPlane } from "#server/adapters/control-plane/control-plane.ts";
import { startControlPlane } from "#server/adapters/control-plane/start-control-plane.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import {
  addNode,
  agentKubeconfig,
  applyManifests,
  aware,
  connect,
  createNamespace,
  handsIn,
  key,
  publish,
  until,
} from "./program/cluster.ts";
import { startReplica, type Replica } from "./program/replica.ts";

const JOBS = 60;
const dir = mkdtempSync(path.join(os.tmpdir(), "program-restart-"));
let plane: ControlPlane;
let kube: KubeClient;
let door: Awaited<ReturnType<typeof openDoor>>;
let replica: Replica | undefined;

beforeAll(async () => {
  const engines = await haveEngines({ env: process.env, say: () => undefined });
  plane = await startControlPlane({ dir: path.join(dir, "plane"), engines });
  door = await openDoor(plane.server);
  kube = connect(door.through(plane.kubeconfig));
  await applyManifests(kube);
  await createNamespace(kube, "restart");
  await addNode(kube, "only", "fallback", []);
});

afterAll(async () => {
  await replica?.stop();
  await kube?.close();
  door?.close();
  await plane?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** One address in front of an API server that comes back at another. */
async function openDoor(server: string) {
  let target = Number(new URL(server).port);
  const sockets = new Set<Socket>();
  const listener = createServer((client) => {
    const upstream = connectSocket(target, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  return {
    through: (kubeconfig: string) => kubeconfig.replace(/server: \S+/, `server: https://127.0.0.1:${port}`),
    to(next: string) {
      target = Number(new URL(next).port);
    },
    close() {
      listener.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}

test("the API server goes away while Jobs wait, and comes back: none is lost, none early, none late", async () => {
  const kubeconfig = await agentKubeconfig(kube, door.through(plane.kubeconfig));
  replica = await startReplica(dir, { id: "r", kubeconfig });
  await replica.ready();
  const hands = handsIn(kube, "restart");
  await publish(kube, 4); // opens while the API server is away, or just after
  const jobs = await until(async () => {
    const made = await Promise.all(
      Array.from({ length: JOBS }, () => hands.submit(aware({ [key("max-delay")]: "2m" }))),
    );
    const held = made.filter(({ spec }) => spec.suspend === true);
    expect(held.length).toBeGreaterThan(0);
    return held;
  });
  const opensAt = Math.min(
    ...jobs.map(({ metadata }) => Date.parse(metadata.annotations?.[key("release-at")] ?? "")),
  );

  await plane.stop();
  const engines = await haveEngines({ env: process.env, say: () => undefined });
  plane = await startControlPlane({ dir: path.join(dir, "plane"), engines });
  door.to(plane.server);

  const done = await until(async () => {
    const all = await hands.list();
    expect(all.filter(({ status }) => status?.completionTime)).toHaveLength(all.length);
    return all;
  }, 200_000);
  const startOf = (name: string) =>
    Date.parse(done.find(({ metadata }) => metadata.name === name)?.status?.startTime ?? "");
  const starts = jobs.map(({ metadata }) => startOf(metadata.name));
  const early = starts.filter((at) => at < opensAt).length;
  const lost = starts.filter(Number.isNaN).length;
  const late = jobs.filter(
    ({ metadata }, n) =>
      (starts[n] ?? 0) > Date.parse(metadata.annotations?.[key("latest-start")] ?? "") + 1_000,
  ).length;
  process.stderr.write(
    `API server restarted while ${jobs.length} Jobs waited: ${lost} lost, ${early} early, ${late} late\n`,
  );
  expect({ lost, early, late }).toEqual({ lost: 0, early: 0, late: 0 });
  await until(async () => expect((await replica?.get("/readyz"))?.status).toBe(200));
});
