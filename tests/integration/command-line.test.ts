import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUser } from "../../lib/accounts/create-user";
import { passwordMatches } from "../../lib/accounts/password-hash";
import { resetLinkIsOpen } from "../../lib/accounts/reset-password";
import { openTotpSecret, sealTotpSecret } from "../../lib/accounts/totp";
import { openSecret, sealSecret } from "../../lib/bots/bot-directory";
import { createVault, newWebhookSecret } from "../../lib/core/vault";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { startMailServer } from "../support/mail-server";
import { temporaryFolder } from "../support/temporary-folder";

const program = resolve(import.meta.dirname, "../../lib/process/hookline.mjs");

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** @param input what it finds on standard input; an open pipe that says nothing where it is not told. */
function hookline(args: string[], env: Record<string, string>, input?: string): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
    });
    if (input !== undefined) child.stdin.end(input);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
}

const account = ["--email", "ada@example.org", "--password", "correct horse battery"];

describe("the command line on a database of one's own", () => {
  let db: TestDatabase;
  let env: Record<string, string>;
  const old = `old:${randomBytes(32).toString("base64")}`;
  const fresh = `new:${randomBytes(32).toString("base64")}`;

  beforeAll(async () => {
    db = await createTestDatabase();
    env = { DATABASE_URL: db.url, NEXTAUTH_SECRET: "x".repeat(40), TOKEN_ENCRYPTION_KEYS: `${fresh},${old}` };
  });
  afterAll(() => db.drop());

  it.each([
    [[], /Name a command/],
    [["nonsense"], /There is no command "nonsense"/],
    [["user", "create", "--email", "a@example.org"], /"user create" needs --password/],
    [["user", "create", "--email", "a@example.org"], /HOOKLINE_PASSWORD.*standard input/],
    [["migrate", "--fast"], /--fast/],
    [["migrate", "twice"], /takes no "twice"/],
  ])("answers %j with its fault and the usage, and exit code 2", async (args, fault) => {
    const { code, stdout, stderr } = await hookline(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(fault);
    expect(stderr).toContain("Usage: npm run -s hookline -- <command>");
  });

  it("makes an account and a key, and prints JSON alone", async () => {
    const user = await hookline(["user", "create", ...account, "--admin", "--json"], env);
    expect(user.code, user.stderr).toBe(0);
    expect(JSON.parse(user.stdout)).toEqual({
      id: expect.any(Number),
      email: "ada@example.org",
      role: "admin",
    });
    const key = await hookline(["api-key", "create", "--email", "ada@example.org", "--json"], env);
    expect(JSON.parse(key.stdout)).toEqual({ key: expect.stringMatching(/^hl_[A-Za-z0-9_-]{43}$/) });
  });

  it.each([
    ["standard input", [], {}, "a secret of many words\nnot this\n"],
    ["standard input that is waited for", ["--password", "-"], {}, "a secret of many words\n"],
    ["the environment", [], { HOOKLINE_PASSWORD: "a secret of many words" }, "not this\n"],
    [
      "an argument",
      ["--password", "a secret of many words"],
      { HOOKLINE_PASSWORD: "not this" },
      "not this\n",
    ],
  ] as const)("takes an account's password from %s", async (from, args, more, input) => {
    const email = `${randomBytes(6).toString("hex")}@example.org`;
    const made = await hookline(
      ["user", "create", "--email", email, ...args, "--json"],
      { ...env, ...more },
      input,
    );
    expect(made, from).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(made.stdout)).toEqual({ id: expect.any(Number), email, role: "tenant" });
    const { passwordHash } = await db.database.prisma.user.findUniqueOrThrow({ where: { email } });
    expect(await passwordMatches("a secret of many words", passwordHash)).toBe(true);
  });

  it("does not go on to the next source where an argument is empty", async () => {
    const create = ["user", "create", "--email", "none@example.org", "--password", ""];
    const none = { code: 2, stderr: expect.stringMatching(/^"user create" needs --password/) };
    expect(await hookline(create, env, "a secret of many words\n")).toMatchObject(none);
  });

  it("says in its help that a password need not be an argument", async () => {
    const { code, stdout } = await hookline(["--help"], env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/user create --email E \[--password P\].*HOOKLINE_PASSWORD.*standard input/);
  });

  it("tells the owner of a key that it makes by mail, and makes it where no mail goes", async () => {
    const server = await startMailServer();
    const email = "keys-by-mail@example.org";
    await createUser({ data: db.database }, { email, password: "correct horse battery" });
    const make = () =>
      hookline(["api-key", "create", "--email", email, "--name", "Backups", "--scopes", "read"], {
        ...env,
        SMTP_URL: server.url,
        NEXTAUTH_URL: "https://portal.example.org",
      });
    try {
      const { code, stdout, stderr } = await make();
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const [mail] = server.mails;
      expect(mail?.to).toEqual([email]);
      for (const fact of ["Backups", "Scopes: read", "Expires: never", "on its command line"])
        expect(mail?.text).toContain(fact);
      expect(mail?.text).not.toContain(stdout.trim().slice(0, 9));
      server.refuse(true);
      const untold = await make();
      expect(untold.code, untold.stderr).toBe(0);
      expect(untold.stdout).toMatch(/^hl_[A-Za-z0-9_-]{43}\n$/);
      expect(untold.stderr).toContain("its owner could not be told by mail");
    } finally {
      await server.close();
    }
  });

  it("refuses in one sentence, with exit code 1", async () => {
    await hookline(["user", "create", ...account], env);
    expect(await hookline(["user", "create", ...account, "--json"], env)).toEqual({
      code: 1,
      stdout: "",
      stderr: "There is already an account with the address ada@example.org.\n",
    });
    const stranger = await hookline(["api-key", "create", "--email", "nobody@example.org"], env);
    expect(stranger).toMatchObject({
      code: 1,
      stderr: "There is no account with the address nobody@example.org.\n",
    });
    const bad = await hookline(["migrate"], { ...env, PORT: "x" });
    expect(bad).toMatchObject({ code: 1, stderr: expect.stringMatching(/^PORT .*\n$/) });
    const away = await hookline(["migrate"], { DATABASE_URL: "postgresql://me:secret@127.0.0.1:1/x" });
    expect(away).toMatchObject({
      code: 1,
      stderr: "DATABASE_URL: no PostgreSQL answers at 127.0.0.1:1 (ECONNREFUSED).\n",
    });
  });

  it("puts every token and webhook secret under the newest key, and still opens them", async () => {
    const owner = await db.database.prisma.user.create({
      data: { email: "keys@example.org", passwordHash: "x" },
    });
    const [oldKey, newKey] = [old, fresh].map((text) => {
      const [id = "", key = ""] = text.split(":");
      return { id, key: Buffer.from(key, "base64") };
    });
    if (!oldKey || !newKey) throw new Error("unreachable");
    const before = createVault([oldKey]);
    const token = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const sealed = before.seal(token, "token:123456");
    const bot = await db.database.prisma.bot.create({
      data: {
        ownerId: owner.id,
        telegramId: 123456,
        username: "a_bot",
        name: "A",
        mode: "webhook",
        tokenCipher: sealed.cipher,
        tokenKeyId: sealed.keyId,
        tokenFingerprint: "f",
      },
    });
    const secret = newWebhookSecret(bot.id);
    await db.database.prisma.bot.update({
      where: { id: bot.id },
      data: { webhookSecret: sealSecret(before, secret, bot.id) },
    });
    const totpSecret = sealTotpSecret(before, "JBSWY3DPEHPK3PXP", owner.id);
    await db.database.prisma.user.update({ where: { id: owner.id }, data: { totpSecret } });
    const first = await hookline(["keys", "rotate", "--json"], env);
    expect(JSON.parse(first.stdout)).toEqual({ rotated: 1, people: 1, keyId: "new" });
    const after = createVault([newKey]);
    const row = await db.database.prisma.bot.findUniqueOrThrow({ where: { id: bot.id } });
    expect(after.open({ keyId: row.tokenKeyId, cipher: row.tokenCipher }, "token:123456")).toBe(token);
    expect(openSecret(after, row.webhookSecret ?? "", bot.id)).toBe(secret);
    const person = await db.database.prisma.user.findUniqueOrThrow({ where: { id: owner.id } });
    expect(openTotpSecret(after, person.totpSecret ?? "", owner.id)).toBe("JBSWY3DPEHPK3PXP");
    expect(JSON.parse((await hookline(["keys", "rotate", "--json"], env)).stdout)).toMatchObject({
      rotated: 0,
    });
  });

  it("makes a link to choose a new password, for whoever is kept out where no mail is sent", async () => {
    const email = "kept-out@example.org";
    await hookline(["user", "create", "--email", email, "--password", "correct horse battery"], env);
    const portal = { ...env, NEXTAUTH_URL: "https://portal.example.org" };
    const made = await hookline(["user", "reset-link", "--email", email.toUpperCase(), "--json"], portal);
    const { link } = JSON.parse(made.stdout) as { link: string };
    const [, token = ""] =
      /^https:\/\/portal\.example\.org\/reset-password\?token=([\w-]{43})$/.exec(link) ?? [];
    expect(await resetLinkIsOpen({ data: db.database }, token)).toBe(true);
    const stranger = await hookline(["user", "reset-link", "--email", "nobody@example.org"], portal);
    expect(stranger).toMatchObject({
      code: 1,
      stderr: "There is no account with the address nobody@example.org that may sign in.\n",
    });
  });

  it("turns off the second factor of somebody who lost everything", async () => {
    const { id } = await db.database.prisma.user.create({
      data: { email: "lost@example.org", passwordHash: "x", totpSecret: "k:c", totpEnabledAt: new Date() },
    });
    const reset = ["user", "reset-2fa", "--email", "LOST@example.org"];
    expect(await hookline(reset, env)).toMatchObject({ code: 0 });
    const person = await db.database.prisma.user.findUniqueOrThrow({ where: { id } });
    expect(person).toMatchObject({ totpSecret: null, totpEnabledAt: null });
    expect(await hookline(reset, env)).toMatchObject({
      code: 1,
      stderr: "Two-factor sign-in is off for lost@example.org.\n",
    });
  });

  it("has a doctor that names what is ill", async () => {
    const { code, stdout } = await hookline(["doctor", "--json"], {
      ...env,
      TELEGRAM_API_ROOT: "http://127.0.0.1:1",
    });
    expect(code).toBe(1);
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string; ok: boolean }[] };
    expect(ok).toBe(false);
    expect(checks.filter((check) => !check.ok).map(({ name }) => name)).toEqual(["telegram"]);
  });
});

describe("backup and restore", () => {
  it("carry a deployment to another database, and say which keys it needs", async () => {
    const [from, to] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const folder = await temporaryFolder("backup");
    const file = join(folder, "hookline.backup");
    const keys = { TOKEN_ENCRYPTION_KEYS: `k9:${randomBytes(32).toString("base64")}` };
    const env = (db: TestDatabase) => ({ DATABASE_URL: db.url, NEXTAUTH_SECRET: "x".repeat(40) });
    try {
      expect(await hookline(["backup"], env(from))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('"backup" needs a FILE.'),
      });
      const owner = await from.database.prisma.user.create({
        data: { email: "ada@example.org", passwordHash: "x", totpSecret: "k9:cipher" },
      });
      const written = await hookline(["backup", file, "--json"], env(from));
      expect(written.code, written.stderr).toBe(0);
      expect(JSON.parse(written.stdout)).toMatchObject({ file, rows: { users: 1, user_bots: 0 } });
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readdir(folder), "no draft is left").toEqual(["hookline.backup"]);
      expect(await hookline(["backup", file], env(from))).toMatchObject({
        code: 1,
        stderr: `${file} is there already. Name another file.\n`,
      });

      const restored = await hookline(["restore", file, "--json"], env(to));
      expect(restored.code, restored.stderr).toBe(0);
      expect(JSON.parse(restored.stdout)).toMatchObject({ rows: { users: 1 }, missingKeys: ["k9"] });
      expect(await to.database.prisma.user.findMany()).toEqual([owner]);
      expect(await hookline(["restore", file], { ...env(to), ...keys })).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^The database is not empty \(accounts: 1\).*\n$/),
      });
      expect(await hookline(["restore", `${file}.gone`], env(to))).toMatchObject({
        code: 1,
        stderr: `${file}.gone cannot be read (ENOENT).\n`,
      });
    } finally {
      await Promise.all([from.drop(), to.drop(), rm(folder, { recursive: true, force: true })]);
    }
  });
});

describe("the command line with the embedded database", () => {
  it("starts it for the length of the command, two commands in turn, and leaves nothing running", async () => {
    const base = await temporaryFolder("cli");
    const env = { DATA_DIR: join(base, "data") };
    try {
      const both = await Promise.all([
        hookline(["user", "create", ...account, "--json"], env),
        hookline(
          ["user", "create", "--email", "bob@example.org", "--password", "correct horse battery"],
          env,
        ),
      ]);
      expect(
        both.map(({ code }) => code),
        both.map(({ stderr }) => stderr).join(),
      ).toEqual([0, 0]);
      expect(await readdir(join(env.DATA_DIR, "postgres"))).not.toContain("postmaster.pid");
    } finally {
      await rm(base, { recursive: true, force: true });
    }
  });
});
