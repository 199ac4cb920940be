import { afterEach, describe, expect, test } from "vitest";
import type { Watch } from "./client.ts";
import { configMap, ok, PATCH, useWorld, type Connect } from "./world.ts";

export function watches(connect: Connect): void {
  describe("watches", () => {
    const world = useWorld(connect);
    const path = () => world.path("configmaps");
    const open: Watch[] = [];
    const watch = async (query: Record<string, string | number | boolean>) => {
      const opened = await world.client.watch(path(), query);
      open.push(opened);
      return opened;
    };
    afterEach(() => {
      for (const opened of open.splice(0)) opened.close();
    });
    const create = (name: string, labels?: Record<string, string>) =>
      ok(world.client.ask("POST", path(), { body: configMap(name, {}, labels) }), 201);
    const label = (name: string, labels: object) =>
      ok(
        world.client.ask("PATCH", `${path()}/${name}`, {
          contentType: PATCH.merge,
          body: { metadata: { labels } },
        }),
      );
    const remove = (name: string) => ok(world.client.ask("DELETE", `${path()}/${name}`));
    const versionNow = async () => (await ok(world.client.ask("GET", path()))).metadata.resourceVersion;

    test("from a list's version every change comes once, in order, with rising versions", async () => {
      const resourceVersion = await versionNow();
      await create("early");
      const events = await watch({ resourceVersion, fieldSelector: "metadata.name=early" });
      expect(await events.next()).toMatchObject({
        type: "ADDED",
        object: { kind: "ConfigMap", metadata: { name: "early" } },
      });
      await label("early", { a: "1" });
      await remove("early");
      const changed = await events.next();
      const gone = await events.next();
      expect(changed).toMatchObject({ type: "MODIFIED", object: { metadata: { labels: { a: "1" } } } });
      expect(gone).toMatchObject({ type: "DELETED", object: { metadata: { labels: { a: "1" } } } });
      expect(Number(gone?.object.metadata.resourceVersion)).toBeGreaterThan(
        Number(changed?.object.metadata.resourceVersion),
      );
    });

    test("without a version what is there comes first", async () => {
      await create("present", { initial: "yes" });
      const events = await watch({ labelSelector: "initial" });
      expect(await events.next()).toMatchObject({ type: "ADDED", object: { metadata: { name: "present" } } });
      await create("later", { initial: "yes" });
      expect(await events.next()).toMatchObject({ type: "ADDED", object: { metadata: { name: "later" } } });
    });

    test("what comes into the view of a selector is added, what leaves it is deleted", async () => {
      const resourceVersion = await versionNow();
      const events = await watch({ resourceVersion, labelSelector: "seen=yes" });
      await create("mover", { seen: "no" });
      await label("mover", { seen: "yes" });
      expect(await events.next()).toMatchObject({
        type: "ADDED",
        object: { metadata: { name: "mover", labels: { seen: "yes" } } },
      });
      await label("mover", { other: "1" });
      expect(await events.next()).toMatchObject({ type: "MODIFIED" });
      const left = await label("mover", { seen: "no" });
      expect(await events.next()).toMatchObject({
        type: "DELETED",
        object: { metadata: { labels: { seen: "yes" }, resourceVersion: left.metadata.resourceVersion } },
      });
    });

    test(
      "the stream ends after timeoutSeconds, and a bookmark comes shortly before",
      { timeout: 20_000 },
      async () => {
        const resourceVersion = await versionNow();
        const events = await watch({ resourceVersion, timeoutSeconds: 5, allowWatchBookmarks: true });
        const bookmark = await events.until(({ type }) => type === "BOOKMARK");
        expect(bookmark.object.kind).toBe("ConfigMap");
        expect(Number(bookmark.object.metadata.resourceVersion)).toBeGreaterThanOrEqual(
          Number(resourceVersion),
        );
        let last = await events.next();
        while (last) last = await events.next();
      },
    );

    test("sendInitialEvents marks the end of what was there", { timeout: 20_000 }, async () => {
      await create("streamed", { streamed: "yes" });
      const events = await watch({
        labelSelector: "streamed",
        sendInitialEvents: true,
        resourceVersionMatch: "NotOlderThan",
        allowWatchBookmarks: true,
      });
      expect(await events.next()).toMatchObject({
        type: "ADDED",
        object: { metadata: { name: "streamed" } },
      });
      expect(await events.until(({ type }) => type === "BOOKMARK")).toMatchObject({
        object: { metadata: { annotations: { "k8s.io/initial-events-end": "true" } } },
      });
    });

    test("a single object is watched by its name", async () => {
      const made = await create("alone");
      const events = await watch({
        fieldSelector: "metadata.name=alone",
        resourceVersion: made.metadata.resourceVersion,
      });
      await create("beside");
      await label("alone", { a: "1" });
      expect(await events.next()).toMatchObject({
        type: "MODIFIED",
        object: { metadata: { name: "alone" } },
      });
    });
  });
}
