import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCarbonRepo } from "#server/adapters/db/carbon.ts";
import { createCarbonAccountRepo } from "#server/adapters/db/carbon-account.ts";
import { createSettingRepo } from "#server/adapters/db/setting.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { createCarbonHttp } from "#server/adapters/carbon/http.ts";
import { createSourceKeys } from "#server/adapters/secret/source-keys.ts";
import { vaultOf } from "#server/adapters/secret/vault.ts";
import type { App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import { SaveAccount } from "#server/domain/carbon/account.ts";
import { EMISSION_FACTORS } from "#server/domain/carbon/fuel-mix.ts";
import { SaveZone } from "#server/domain/carbon/zone-save.ts";
import { getEmissionFactors, saveEmissionFactors } from "#server/services/setting/emission-factors.ts";
import { getPlaces, savePlaces } from "#server/services/setting/places.ts";
import { listAccounts } from "./list-accounts.ts";
import { listGrids } from "./list-grids.ts";
import { removeAccount } from "./remove-account.ts";
import { replaceKey } from "./replace-key.ts";
import { saveAccount } from "./save-account.ts";
import { saveZone } from "./save-zone.ts";
import { TestSource, testSource } from "./test-source.ts";

const NOW = new Date("2026-11-22T14:20:00Z");
const TOKEN = "s3cret-t0ken-4f2a";
const maps = { name: "ours", source: "electricity-maps", secrets: { token: TOKEN } };

let database: TestDatabase;
let dataDir: string;
let nudged: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(path.join(os.tmpdir(), "account-"));
});
afterAll(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true });
});
beforeEach(async () => {
  nudged = [];
  const { db } = database;
  await db.$transaction([
    db.carbonZone.deleteMany(),
    db.carbonAccount.deleteMany(),
    db.setting.deleteMany(),
    db.auditEntry.deleteMany(),
  ]);
});

function as(role: Role): App {
  const carbonAccounts = createCarbonAccountRepo(database.db);
  const vault = vaultOf(
    { dataDir, key: undefined },
    async () => undefined,
    () => carbonAccounts.anySecret(),
  );
  return {
    carbon: createCarbonRepo(database.db),
    carbonAccounts,
    sourceKeys: createSourceKeys(carbonAccounts, vault),
    settings: createSettingRepo(database.db),
    carbonHttp: createCarbonHttp({ clock: { rate: 1, now: () => NOW } }),
    clock: { rate: 1, now: () => NOW },
    actor: { kind: "user", id: "u", name: "Ada", role },
    live: { publish: async (topic: string) => void nudged.push(topic) },
    queue: { add: async (controller: string, key: string) => void nudged.push(`${controller} ${key}`) },
  } as unknown as App;
}
const admin = () => as("admin");
const save = (input: object = {}) => saveAccount(admin(), SaveAccount.parse({ ...maps, ...input }));
const grid = (...sources: object[]) =>
  saveZone(admin(), SaveZone.parse({ zone: "DE", name: "Germany", sources }));
const CLOCK = { source: "static", config: {} };
const RECORDED = { source: "recorded", config: {} };

describe("accounts", () => {
  test("a key is kept sealed: no list, no audit entry and no row holds it in clear, and it opens where it is used", async () => {
    const { id } = await save();
    expect(await listAccounts(as("viewer"))).toEqual([
      { id, name: "ours", source: "electricity-maps", keySetAt: NOW, usedBy: [] },
    ]);
    const row = await database.db.carbonAccount.findFirstOrThrow();
    expect(Buffer.from(row.ciphertext).toString("latin1")).not.toContain(TOKEN);
    const audit = await database.db.auditEntry.findMany();
    expect(audit).toMatchObject([{ action: "carbon.save-account", subject: "ours" }]);
    expect(JSON.stringify(audit)).not.toContain(TOKEN);
    expect(await admin().sourceKeys.open(id)).toEqual({ token: TOKEN });
  });

  test("a row copied to another account does not open", async () => {
    const { id } = await save();
    const other = await save({ name: "theirs", secrets: { token: "another" } });
    const { ciphertext } = await database.db.carbonAccount.findUniqueOrThrow({ where: { id } });
    const { sourceKeys } = admin();
    await sourceKeys.open(id);
    await database.db.carbonAccount.update({ where: { id: other.id }, data: { ciphertext } });
    await expect(sourceKeys.open(other.id)).rejects.toThrow("was changed, or is of another");
  });

  test("another key file is noticed by the keys of sources too", async () => {
    await save();
    const key = Buffer.alloc(32, 9).toString("base64");
    const vault = vaultOf(
      { dataDir, key },
      async () => undefined,
      () => admin().carbonAccounts.anySecret(),
    );
    await expect(vault()).rejects.toThrow("The database has secrets that KARBON_KEY does not open.");
  });

  test("two accounts of one name are refused", async () => {
    await save();
    await expect(save()).rejects.toThrow("There is an account named ours already. Choose another name.");
  });

  test("another key: the zones that use it are asked at once, with a fresh start", async () => {
    const { id } = await save({ source: "eia", secrets: { apiKey: "one" } });
    await database.db.carbonZone.create({
      data: {
        zone: "US",
        name: "US",
        sources: {
          create: {
            position: 0,
            source: "eia",
            accountId: id,
            failedAt: NOW,
            failure: "EIA refuses the key.",
          },
        },
      },
    });
    await replaceKey(admin(), { id, secrets: { apiKey: "two" } });
    expect(nudged.at(-1)).toBe("carbon-poller US");
    expect(await admin().sourceKeys.open(id)).toEqual({ apiKey: "two" });
    expect((await listGrids(as("viewer")))[0]?.sources[0]?.failure).toBeNull();
    await expect(removeAccount(admin(), { id })).rejects.toThrow(
      "ours speaks for US. Give it another source first.",
    );
  });

  test("removed, it is gone", async () => {
    const { id } = await save();
    await removeAccount(admin(), { id });
    expect(await listAccounts(admin())).toEqual([]);
    await expect(replaceKey(admin(), { id, secrets: { token: "x" } })).rejects.toThrow(
      "There is no such account.",
    );
  });

  test.each<[string, (app: App) => Promise<unknown>]>([
    ["add a carbon source's key", (app) => saveAccount(app, maps)],
    ["replace a carbon source's key", (app) => replaceKey(app, { id: "x", secrets: {} })],
    ["remove a carbon source's key", (app) => removeAccount(app, { id: "x" })],
    ["change the emission factors", (app) => saveEmissionFactors(app, EMISSION_FACTORS)],
    ["change the places", (app) => savePlaces(app, {})],
  ])("an operator may not %s", async (deed, act) => {
    await expect(act(as("operator"))).rejects.toThrow(
      `You may not ${deed}: that takes the role admin, yours is operator.`,
    );
  });
});

describe("a grid's list", () => {
  test("is kept in its order, and in another order keeps its entries", async () => {
    await grid(CLOCK, { ...CLOCK, config: { opensAt: "08:00" } });
    const [first] = await listGrids(as("viewer"));
    expect(first?.sources.map(({ config }) => config["opensAt"])).toEqual(["10:00", "08:00"]);
    const ids = first?.sources.map(({ id }) => id) ?? [];
    await grid(...ids.toReversed().map((id) => ({ source: "kept", id })));
    const [again] = await listGrids(as("viewer"));
    expect(again?.sources.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(again).toMatchObject({ speaks: null, standIn: null, signalKind: "average" });
  });

  test.each<[string, object[], string]>([
    ["nothing", [], "Give at least one source."],
    ["too many", Array.from({ length: 7 }, () => CLOCK), "A grid has at most 6 sources."],
    ["one twice", [CLOCK, CLOCK], "Green hours by the clock is in the list twice. Remove one of them."],
    [
      "average and marginal",
      [
        CLOCK,
        {
          source: "carbon-aware-sdk",
          config: { baseUrl: "http://sdk.example", location: "westeurope", signalKind: "marginal" },
        },
      ],
      "Green hours by the clock gives average intensities, Carbon Aware SDK marginal ones. They are never one series: add another grid for Carbon Aware SDK.",
    ],
    [
      "a keyed source without an account",
      [{ source: "electricity-maps", config: {} }],
      "Electricity Maps asks for a key. Choose an account for it, or add one.",
    ],
    [
      "an account that is none",
      [{ source: "electricity-maps", config: {}, accountId: "x" }],
      "There is no such account.",
    ],
    [
      "an entry that is gone",
      [{ source: "kept", id: "8a3e6c1e-9df6-4c43-8f2f-0f5d5a3c9b11" }],
      "The list was changed by someone else meanwhile. Look at it again.",
    ],
    ["a second source that does not have the zone", [CLOCK, RECORDED], "not DE."],
  ])("of %s is refused with a sentence", async (_, sources, sentence) => {
    await expect((async () => grid(...sources))()).rejects.toThrow(sentence);
    expect(await listGrids(admin())).toEqual([]);
  });

  test("an account of another source is refused by its name", async () => {
    const { id } = await save({ source: "eia", secrets: { apiKey: "one" } });
    await expect(grid({ source: "electricity-maps", config: {}, accountId: id })).rejects.toThrow(
      "The account ours is for EIA, not for Electricity Maps.",
    );
  });

  test("a key that is not kept yet can be tried; one that cannot be is refused before anything is asked", async () => {
    const entry = { zone: "DE", source: "electricity-maps", config: {}, secrets: { token: "a b" } };
    await expect(testSource(admin(), TestSource.parse(entry))).rejects.toThrow(
      "The API token holds spaces or characters that no key has.",
    );
    await expect(testSource(admin(), TestSource.parse({ ...entry, secrets: undefined }))).rejects.toThrow(
      "Electricity Maps asks for a key.",
    );
  });

  test("an entry that is kept can be tested as it stands, its file too", async () => {
    const hours = Array.from(
      { length: 48 },
      (_, hour) => `${new Date(+NOW - hour * 3_600_000).toISOString().slice(0, 13)}:00,200`,
    );
    await grid({
      source: "replay",
      config: { file: "de.csv", csv: ["t,g", ...hours.toReversed()].join("\n") },
    });
    const id = (await listGrids(admin()))[0]?.sources[0]?.id;
    const trial = await testSource(admin(), TestSource.parse({ zone: "DE", source: "kept", id }));
    expect(trial).toMatchObject({ answered: true, latest: { gramsPerKwh: 200 }, forecastMs: null });
    expect(trial.count).toBeGreaterThan(20);
  });
});

describe("settings", () => {
  test("emission factors are ours until somebody says otherwise", async () => {
    expect(await getEmissionFactors(as("viewer"))).toEqual({
      inForce: EMISSION_FACTORS,
      ours: EMISSION_FACTORS,
    });
    await saveEmissionFactors(admin(), { ...EMISSION_FACTORS, coal: 900 });
    expect((await getEmissionFactors(as("viewer"))).inForce.coal).toBe(900);
    expect(await database.db.auditEntry.findMany()).toMatchObject([
      { action: "setting.emission-factors", subject: "emission factors" },
    ]);
  });

  test("places are none until somebody says otherwise", async () => {
    expect(await getPlaces(as("viewer"))).toEqual({});
    await savePlaces(admin(), { berlin: "DE" });
    expect(await getPlaces(as("viewer"))).toEqual({ berlin: "DE" });
  });
});
