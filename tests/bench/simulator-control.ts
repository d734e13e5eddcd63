import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import type { Stats } from "../simulator/control-types";
import type { KnownBot } from "./fleet";

/** A simulator in another process, by its control API. */
export interface SimulatorControl {
  url: string;
  /** What a process needs to find it and to trust it. */
  env: Record<string, string>;
  createBots(count: number): Promise<KnownBot[]>;
  write(botId: number, chatId: number, text: string): Promise<void>;
  /** As the bot's owner would, by the Bot API. */
  setWebhook(token: string, webhookUrl: string, secret: string): Promise<void>;
  stats(): Promise<Stats>;
}

export function simulatorAt(url: string, certFile: string | undefined): SimulatorControl {
  const ca = certFile === undefined ? undefined : readFileSync(certFile, "utf8");
  const dispatcher = new Agent({ connections: 16, ...(ca === undefined ? {} : { connect: { ca } }) });
  const control = <T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> =>
    ask<T>(method, `/sim${path}`, body);
  async function ask<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
    const answer = await request(`${url}${path}`, {
      method,
      dispatcher,
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`simulator: ${answer.statusCode} ${text}`);
    return JSON.parse(text) as T;
  }
  return {
    url,
    env: {
      TELEGRAM_API_ROOT: url,
      ...(certFile === undefined ? {} : { TELEGRAM_CA_FILE: certFile }),
    },
    createBots: async (count) => (await control<{ bots: KnownBot[] }>("POST", "/bots/bulk", { count })).bots,
    async write(botId, chatId, text) {
      await control("POST", `/bots/${botId}/messages`, { chat_id: chatId, text });
    },
    async setWebhook(token, webhookUrl, secret) {
      await ask("POST", `/bot${token}/setWebhook`, { url: webhookUrl, secret_token: secret });
    },
    stats: () => control<Stats>("GET", "/stats"),
  };
}
