import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../lib/core/ports";
import { createVault } from "../../lib/core/vault";
import { readRuntimeConfig } from "../../lib/runtime/start-from-environment";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { messageUpdate } from "../support/message-update";
import { until } from "../support/system";
import { webhookCases } from "../support/webhook-cases";
import { webhookSecret } from "../support/webhook-secret";

/** The same door in its two hosts: the web process's own server, and the App Router's route under `next start`. */
describe("the webhook's two hosts answer alike", () => {
  let hookline: RunningHookline;
  let account: Account;
  let nextUrl: string;
  let stopNext: () => Promise<unknown>;
  const secrets: Record<string, string> = {};

  beforeAll(async () => {
    hookline = await startHookline();
    account = await hookline.account();
    const other = await hookline.account();
    for (const [name, owner] of [
      ["right", account],
      ["foreign", other],
    ] as const) {
      const { token } = hookline.simulator.createBot({});
      const { json } = await hookline.api(owner, "POST", "/bots", { token, mode: "webhook" });
      const { id } = json as { id: number };
      const vault = createVault(readRuntimeConfig(hookline.env).TOKEN_ENCRYPTION_KEYS);
      secrets[name] = await webhookSecret(hookline.db.database, vault, id);
    }
    const { right = "" } = secrets;
    secrets.wrong = `${right.slice(0, -1)}${right.endsWith("A") ? "B" : "A"}`;

    const port = await freePort();
    nextUrl = `http://127.0.0.1:${port}`;
    const root = join(import.meta.dirname, "../..");
    const next = spawn(
      process.execPath,
      [join(root, "node_modules/next/dist/bin/next"), "start", "--port", String(port)],
      {
        cwd: root,
        env: { ...process.env, ...hookline.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
        stdio: "ignore",
      },
    );
    stopNext = async () => {
      const ended = once(next, "exit");
      next.kill("SIGTERM");
      await ended;
    };
    await until("next start", () =>
      fetch(`${nextUrl}/api/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  });
  afterAll(async () => {
    await stopNext();
    await hookline.close();
  });

  async function post(url: string, shift: number, testCase: (typeof webhookCases)[number]) {
    const { secret, body, contentType = "application/json", userId = String(account.userId) } = testCase;
    const token = secret === "none" ? undefined : (secrets[secret] ?? secret);
    // Each host gets updates of its own, so that neither sees the other's as duplicates.
    const sent =
      typeof body === "string"
        ? body.replace(/"update_id":(\d{1,3})\b/, (_, id) => `"update_id":${Number(id) + shift}`)
        : body;
    const answer = await request(`${url}/webhook/${userId}`, {
      method: "POST",
      headers: {
        "content-type": contentType,
        ...(token === undefined ? {} : { "x-telegram-bot-api-secret-token": token }),
      },
      body: sent,
    });
    const { "retry-after": retryAfter, "content-type": type } = answer.headers;
    return { status: answer.statusCode, json: await answer.body.json(), retryAfter, type };
  }

  test.each(webhookCases)("to $name: $status", async (testCase) => {
    const fast = await post(hookline.url, 1_000, testCase);
    const route = await post(nextUrl, 2_000, testCase);
    expect(fast.status).toBe(testCase.status);
    expect(route).toEqual(fast);
  });

  test("a reply travels in the answer of both, and a duplicate gets none", async () => {
    const update = (id: number) => messageUpdate(id, 5, "/start");
    for (const [url, id] of [
      [hookline.url, 7],
      [nextUrl, 8],
    ] as const) {
      const testCase = { name: "", secret: "right", body: update(id), status: 200 };
      expect((await post(url, 5_000, testCase)).json).toMatchObject({ method: "sendMessage", chat_id: 5 });
      expect((await post(url, 5_000, testCase)).json).toEqual({});
    }
  });
});
