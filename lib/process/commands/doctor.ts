import { request } from "undici";
import { parseConfig } from "../../config/env";
import { withSecrets } from "../../config/secrets";
import { redact } from "../../core/log";
import { isMigrated } from "../../data/migrate";
import { createTelegram } from "../../telegram/client";
import { isRefusal } from "../../telegram/failure";
import type { Command, CommandContext } from "./command";

interface Check {
  name: string;
  /** What is well, in a few words. Throws what is not. */
  run(ctx: CommandContext): Promise<string>;
}

const checks: readonly Check[] = [
  { name: "configuration", run: checkConfiguration },
  { name: "database", run: checkDatabase },
  { name: "telegram", run: checkTelegram },
  { name: "public address", run: checkPublicAddress },
];

export const doctorCommand: Command = {
  name: "doctor",
  usage: "",
  summary: "look at configuration, database, Telegram and the public address",
  options: {},
  async run(ctx) {
    const found = await Promise.all(
      checks.map(async ({ name, run }) =>
        run(ctx).then(
          (detail) => ({ name, ok: true, detail }),
          (error: unknown) => ({
            name,
            ok: false,
            detail: redact(error instanceof Error ? error.message : String(error)),
          }),
        ),
      ),
    );
    const ok = found.every((check) => check.ok);
    const text = found.map((check) => `${check.ok ? "ok   " : "FAULT"}  ${check.name}: ${check.detail}`);
    return { json: { ok, checks: found }, text: text.join("\n"), failed: !ok };
  },
};

async function checkConfiguration(ctx: CommandContext): Promise<string> {
  // With the embedded database `npm start` makes the secrets.
  if (ctx.config.DATABASE_URL !== undefined) parseConfig(withSecrets(ctx.env, ctx.config.DATA_DIR, false));
  return ctx.config.webhookBase === undefined ? "every bot polls" : `webhooks at ${ctx.config.webhookBase}`;
}

async function checkDatabase(ctx: CommandContext): Promise<string> {
  const url = await ctx.databaseUrl();
  if (!(await isMigrated(url))) throw new Error("it lacks migrations: run `npm run -s hookline -- migrate`");
  return ctx.config.DATABASE_URL === undefined ? "embedded, migrated" : "answers, migrated";
}

async function checkTelegram({ config }: CommandContext): Promise<string> {
  const telegram = createTelegram({
    apiRoot: config.TELEGRAM_API_ROOT,
    http2: config.TELEGRAM_HTTP2,
    caFile: config.TELEGRAM_CA_FILE,
  });
  try {
    // No bot has this token: being refused is the proof that the Bot API answers.
    await telegram.getMe(config.MAIN_BOT_TOKEN ?? "1:doctor", { timeoutMs: 10_000 });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (config.MAIN_BOT_TOKEN !== undefined) throw new Error(`MAIN_BOT_TOKEN is refused: ${error.message}`);
  } finally {
    await telegram.close();
  }
  return `${config.TELEGRAM_API_ROOT} answers`;
}

async function checkPublicAddress({ config }: CommandContext): Promise<string> {
  if (config.webhookBase === undefined) return "none set, every bot polls";
  const url = `${config.webhookBase}/api/health`;
  const { statusCode, body } = await request(url, { headersTimeout: 10_000, bodyTimeout: 10_000 });
  await body.dump();
  if (statusCode !== 200) throw new Error(`${url} answers ${statusCode}`);
  return `${url} answers`;
}
