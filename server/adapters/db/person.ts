import { randomUUID } from "node:crypto";
import { Role } from "#server/domain/actor.ts";
import { writeAudit, type Audit } from "./audit.ts";
import type { Db, DbTransaction } from "./client.ts";

const SETUP_CODE = "setup-code";
const FIRST_ADMINISTRATOR_LOCK = 4_207_001;

export interface PersonView {
  id: string;
  name: string;
  email: string;
  role: Role;
  createdAt: Date;
  /** When their newest session began; null: none is open. */
  signedInAt: Date | null;
}
export interface NewPerson {
  name: string;
  email: string;
  role: Role;
  passwordHash: string;
}

/** People, their passwords and sessions, in the tables that better-auth reads. */
export function createPersonRepo(db: Db) {
  return {
    count: () => db.user.count(),

    async list(): Promise<PersonView[]> {
      const rows = await db.user.findMany({
        orderBy: [{ createdAt: "asc" }],
        include: {
          sessions: { where: { expiresAt: { gt: new Date() } }, orderBy: { createdAt: "desc" }, take: 1 },
        },
      });
      return rows.map(({ id, name, email, role, createdAt, sessions }) => ({
        id,
        name,
        email,
        role: Role.parse(role),
        createdAt,
        signedInAt: sessions[0]?.createdAt ?? null,
      }));
    },

    find: (id: string) => db.user.findUnique({ where: { id } }),
    findByEmail: (email: string) => db.user.findUnique({ where: { email: email.toLowerCase() } }),

    /** Undefined when somebody was first: two claims at once make one administrator. */
    createFirst: (person: NewPerson, at: Date) =>
      db.$transaction(async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(${FIRST_ADMINISTRATOR_LOCK})`;
        if ((await tx.user.count()) > 0) return undefined;
        const id = await insert(tx, person, at);
        await tx.setting.deleteMany({ where: { key: SETUP_CODE } });
        await writeAudit(tx, person.email, { actor: { id, name: person.name }, action: "person.claim", at });
        return id;
      }),

    create: (person: NewPerson, audit: Audit) =>
      db.$transaction(async (tx) => {
        const id = await insert(tx, person, audit.at);
        await writeAudit(tx, person.email, { ...audit, detail: { role: person.role } });
        return id;
      }),

    /** False when that would leave no administrator. */
    setRole: (id: string, role: Role, audit: Audit) =>
      keepingAnAdministrator(db, id, role === "admin", async (tx, email) => {
        await tx.user.update({ where: { id }, data: { role } });
        await writeAudit(tx, email, { ...audit, detail: { role } });
      }),

    /** False when that would leave no administrator. Their sessions end at once. */
    remove: (id: string, audit: Audit) =>
      keepingAnAdministrator(db, id, false, async (tx, email) => {
        await tx.user.delete({ where: { id } });
        await writeAudit(tx, email, audit);
      }),

    async passwordHash(userId: string): Promise<string | null> {
      const account = await db.account.findFirst({ where: { userId, providerId: "credential" } });
      return account?.password ?? null;
    },

    /** Ends every session but the one that asked, if one did. */
    setPassword: (userId: string, passwordHash: string, keepToken: string | undefined, audit: Audit) =>
      db.$transaction(async (tx) => {
        await tx.account.updateMany({
          where: { userId, providerId: "credential" },
          data: { password: passwordHash },
        });
        await tx.session.deleteMany({
          where: { userId, ...(keepToken ? { token: { not: keepToken } } : {}) },
        });
        const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
        await writeAudit(tx, user.email, audit);
      }),

    async setupCodeHash(): Promise<string | undefined> {
      const row = await db.setting.findUnique({ where: { key: SETUP_CODE } });
      return typeof row?.value === "string" ? row.value : undefined;
    },
    async saveSetupCodeHash(hash: string): Promise<void> {
      await db.setting.upsert({
        where: { key: SETUP_CODE },
        create: { key: SETUP_CODE, value: hash },
        update: { value: hash },
      });
    },
  };
}
export type PersonRepo = ReturnType<typeof createPersonRepo>;

async function insert(tx: DbTransaction, { passwordHash, ...person }: NewPerson, at: Date): Promise<string> {
  const id = randomUUID();
  await tx.user.create({
    data: {
      id,
      ...person,
      email: person.email.toLowerCase(),
      createdAt: at,
      accounts: {
        create: { id: randomUUID(), accountId: id, providerId: "credential", password: passwordHash },
      },
    },
  });
  return id;
}

async function keepingAnAdministrator(
  db: Db,
  id: string,
  staysAdmin: boolean,
  act: (tx: DbTransaction, email: string) => Promise<void>,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${FIRST_ADMINISTRATOR_LOCK})`;
    const others = await tx.user.count({ where: { role: "admin", id: { not: id } } });
    const user = await tx.user.findUniqueOrThrow({ where: { id } });
    if (!staysAdmin && user.role === "admin" && others === 0) return false;
    await act(tx, user.email);
    return true;
  });
}
