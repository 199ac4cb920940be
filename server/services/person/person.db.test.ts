import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { createAuth, LOGIN_ATTEMPTS } from "#server/adapters/auth/auth.ts";
import { createPersonRepo } from "#server/adapters/db/person.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import type { App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import { CLIENT_ADDRESS_HEADER } from "#server/domain/person/doors.ts";
import { changePassword } from "./change-password.ts";
import { claimConsole } from "./claim-console.ts";
import { createPerson } from "./create-person.ts";
import { ensureSetupCode } from "./ensure-setup-code.ts";
import { removePerson } from "./remove-person.ts";
import { resetPassword } from "./reset-password.ts";
import { setRole } from "./set-role.ts";

const ADA = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };
const NOW = new Date("2026-11-22T12:00:00Z");

let database: TestDatabase;
let app: App;

beforeEach(async () => {
  database = await createTestDatabase();
  const { db } = database;
  app = {
    db,
    clock: { rate: 1, now: () => NOW },
    live: { publish: async () => undefined },
    people: createPersonRepo(db),
    auth: createAuth({
      db,
      secret: () => "a secret of thirty-two characters",
      port: 3000,
      publicUrl: undefined,
    }),
  } as unknown as App;
});
afterEach(() => database.drop());

const as = (role: Role, id = `some-${role}`): App => ({
  ...app,
  actor: { kind: "user", id, name: role, role },
});
const idOf = async (email: string) => (await app.people.findByEmail(email))?.id ?? "";

function signIn(email: string, password: string, client = "192.0.2.7"): Promise<Response> {
  return app.auth.handler(
    new Request("http://localhost:3000/api/auth/sign-in/email", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        host: "localhost:3000",
        origin: "http://localhost:3000",
        [CLIENT_ADDRESS_HEADER]: client,
      },
      body: JSON.stringify({ email, password }),
    }),
  );
}
const cookieOf = (response: Response) => new Headers({ cookie: response.headers.getSetCookie().join("; ") });

describe("the first administrator", () => {
  it("is whoever sits at the machine, and can sign in", async () => {
    await claimConsole(app, true, ADA);
    const response = await signIn(ADA.email, ADA.password);
    expect(response.status).toBe(200);
    expect(await app.auth.session(cookieOf(response))).toMatchObject({ email: ADA.email, role: "admin" });
  });

  it("is one person, however many claim at once", async () => {
    const claims = ["a", "b", "c", "d"].map((name) =>
      claimConsole(app, true, { ...ADA, name, email: `${name}@example.org` }),
    );
    const outcomes = await Promise.allSettled(claims);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await app.people.count()).toBe(1);
  });

  test.each([
    ["no code", undefined, /takes the set-up code/],
    ["a wrong code", "aaaa-bbbb-cccc-dddd", /^That is not the set-up code/],
    ["nonsense", "' or 1=1 --", /^That is not the set-up code/],
  ])("from elsewhere, with %s: refused", async (_, code, sentence) => {
    await ensureSetupCode(app);
    await expect(claimConsole(app, false, { ...ADA, code })).rejects.toThrow(sentence);
    expect(await app.people.count()).toBe(0);
  });

  it("comes from elsewhere with the code of the terminal, in whatever case it was typed", async () => {
    const code = await ensureSetupCode(app);
    await claimConsole(app, false, { ...ADA, code: code?.toUpperCase().replaceAll("-", " ") });
    expect(await app.people.count()).toBe(1);
  });

  it("leaves no code behind, and none is made afterwards", async () => {
    await ensureSetupCode(app);
    await claimConsole(app, true, ADA);
    expect(await app.people.setupCodeHash()).toBeUndefined();
    expect(await ensureSetupCode(app)).toBeUndefined();
    await expect(claimConsole(app, true, ADA)).rejects.toThrow(/has its administrator already/);
  });

  it("keeps the code as a hash only", async () => {
    const code = (await ensureSetupCode(app)) ?? "";
    const rows = await database.db.setting.findMany();
    expect(JSON.stringify(rows)).not.toContain(code);
  });
});

describe("people", () => {
  beforeEach(() => claimConsole(app, true, ADA));

  it("are added by an administrator, sign in with the password shown once, and change it", async () => {
    const { password } = await createPerson(as("admin"), {
      name: "Bo",
      email: "bo@example.org",
      role: "viewer",
    });
    const first = await signIn("bo@example.org", password);
    const session = await app.auth.session(cookieOf(first));
    expect(session?.role).toBe("viewer");

    const other = cookieOf(await signIn("bo@example.org", password));
    const bo = as("viewer", session?.id);
    await changePassword(bo, session?.sessionToken ?? "", { current: password, next: "three words will do" });
    expect((await signIn("bo@example.org", password)).status).toBe(401);
    expect((await signIn("bo@example.org", "three words will do")).status).toBe(200);
    expect(await app.auth.session(cookieOf(first))).not.toBeNull();
    expect(await app.auth.session(other)).toBeNull();
  });

  it("do not change a password without the present one", async () => {
    const ada = as("admin", await idOf(ADA.email));
    await expect(
      changePassword(ada, "", { current: "a guess", next: "three words will do" }),
    ).rejects.toThrow(/Nothing was changed/);
  });

  it("have one account an address, whatever its case", async () => {
    await expect(createPerson(as("admin"), { name: "A", email: ADA.email, role: "viewer" })).rejects.toThrow(
      /has an account already/,
    );
  });

  test.each<[string, (who: App) => Promise<unknown>]>([
    ["add people", (who) => createPerson(who, { name: "Bo", email: "bo@example.org", role: "admin" })],
    ["set a role", (who) => setRole(who, { id: "x", role: "admin" })],
    ["remove people", (who) => removePerson(who, { id: "x" })],
  ])("an operator may not %s", async (_, act) => {
    await expect(act(as("operator"))).rejects.toThrow(/takes the role admin, yours is operator/);
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ["lose the role", (id) => setRole(as("admin", id), { id, role: "operator" })],
    ["be removed", (id) => removePerson(as("admin", id), { id })],
  ])("the last administrator cannot %s", async (_, act) => {
    await expect(act(await idOf(ADA.email))).rejects.toThrow(/last administrator/);
  });

  it("removes a person with their sessions; the log keeps what was done", async () => {
    const { password } = await createPerson(as("admin"), {
      name: "Bo",
      email: "bo@example.org",
      role: "admin",
    });
    const session = cookieOf(await signIn("bo@example.org", password));
    await removePerson(as("admin"), { id: await idOf("bo@example.org") });
    expect(await app.auth.session(session)).toBeNull();
    const log = await database.db.auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(log.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      "person.claim ada@example.org",
      "person.create bo@example.org",
      "person.remove bo@example.org",
    ]);
  });

  it("gets a new password at the terminal, and all sessions end", async () => {
    const session = cookieOf(await signIn(ADA.email, ADA.password));
    const { password } = await resetPassword({ ...app, actor: as("admin").actor }, "ADA@example.org");
    expect(await app.auth.session(session)).toBeNull();
    expect((await signIn(ADA.email, password)).status).toBe(200);
    await expect(resetPassword(as("admin"), "nobody@example.org")).rejects.toThrow(/^Nobody here/);
  });
});

describe("the door", () => {
  beforeEach(() => claimConsole(app, true, ADA));

  it("shuts after ten attempts a minute from one address, and says for how long", async () => {
    for (let attempt = 0; attempt < LOGIN_ATTEMPTS.max; attempt++) {
      expect((await signIn(ADA.email, "a wrong password")).status).toBe(401);
    }
    const shut = await signIn(ADA.email, ADA.password);
    expect(shut.status).toBe(429);
    expect(Number(shut.headers.get("x-retry-after"))).toBeGreaterThan(0);
    expect((await signIn(ADA.email, ADA.password, "198.51.100.9")).status).toBe(200);
    expect(await database.db.rateLimit.count()).toBe(2); // in the database: replicas share the count
  });

  it("lets nobody sign up", async () => {
    const response = await app.auth.handler(
      new Request("http://localhost:3000/api/auth/sign-up/email", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          host: "localhost:3000",
          origin: "http://localhost:3000",
        },
        body: JSON.stringify({
          name: "E",
          email: "e@example.org",
          password: "three words will do",
          role: "admin",
        }),
      }),
    );
    expect(response.ok).toBe(false);
    expect(await app.people.count()).toBe(1);
  });
});
