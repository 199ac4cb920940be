import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownAccess } from "./own-access.ts";

let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(os.tmpdir(), "access-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const nothing = { kubeconfig: undefined, host: undefined, port: undefined };

test("in a pod it is the pod's ServiceAccount", () => {
  writeFileSync(path.join(dir, "token"), "t0ken\n");
  writeFileSync(path.join(dir, "ca.crt"), "CA");
  const access = ownAccess({ ...nothing, host: "10.0.0.1", port: "443", accountDir: dir });
  expect(access).toMatchObject({ server: "https://10.0.0.1:443", token: "t0ken", ca: "CA" });
  expect(ownAccess({ ...nothing, host: "fd00::1", accountDir: dir }).server).toBe("https://[fd00::1]:443");
});

test("a kubeconfig may name files beside it", () => {
  const file = path.join(dir, "config");
  writeFileSync(path.join(dir, "ca.pem"), "CA");
  writeFileSync(path.join(dir, "me.crt"), "CERT");
  writeFileSync(path.join(dir, "me.key"), "KEY");
  writeFileSync(
    file,
    JSON.stringify({
      "current-context": "x",
      clusters: [{ name: "c", cluster: { server: "https://h:1", "certificate-authority": "ca.pem" } }],
      users: [
        { name: "u", user: { "client-certificate": "me.crt", "client-key": path.join(dir, "me.key") } },
      ],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    }),
  );
  expect(ownAccess({ ...nothing, kubeconfig: file })).toMatchObject({ ca: "CA", cert: "CERT", key: "KEY" });
});

test("elsewhere a sentence says what is missing", () => {
  expect(() => ownAccess(nothing)).toThrow("This is no pod of a cluster, and KUBECONFIG names no file.");
  expect(() => ownAccess({ ...nothing, kubeconfig: path.join(dir, "none") })).toThrow(/cannot be read/);
});
