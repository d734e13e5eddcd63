import { Agent, request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../lib/core/ports";
import { type Certificate, makeCertificate } from "../support/certificate";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { type RunningNginx, startNginx } from "../support/nginx";
import { until } from "../support/system";

describe("behind deploy/nginx.conf", () => {
  let certificate: Certificate;
  let hookline: RunningHookline;
  let nginx: RunningNginx;
  let account: Account;
  let publicUrl: string;
  let plainPort: number;
  let dispatcher: Agent;
  /** Somebody on the Internet who is neither Telegram nor the proxy. */
  let stranger: Agent;

  beforeAll(async () => {
    certificate = makeCertificate("IP:127.0.0.1");
    const tlsPort = await freePort();
    plainPort = await freePort();
    publicUrl = `https://127.0.0.1:${tlsPort}`;
    hookline = await startHookline({
      env: {
        WEBHOOK_BASE_URL: publicUrl,
        TRUSTED_PROXIES: "127.0.0.1",
        // The simulator's address, in the place of Telegram's.
        WEBHOOK_IP_ALLOWLIST: "127.0.0.1",
        FAILOVER_CANARY_INTERVAL_MS: "1000",
        NODE_EXTRA_CA_CERTS: certificate.certFile,
      },
      simulator: { webhookCa: certificate.cert.toString() },
    });
    nginx = await startNginx({
      certificate,
      webPort: Number(new URL(hookline.url).port),
      tlsPort,
      plainPort,
    });
    dispatcher = new Agent({ connect: { ca: certificate.cert } });
    stranger = new Agent({ connect: { ca: certificate.cert }, localAddress: "127.0.0.2" });
    account = await hookline.account();
  });
  afterAll(async () => {
    await Promise.all([dispatcher.close(), stranger.close()]);
    await nginx.close();
    await hookline.close();
    certificate.remove();
  });

  test("an update comes by TLS and the reply travels in the answer", async () => {
    const { id: telegramId, token } = hookline.simulator.createBot({});
    const { status, json } = await hookline.api(account, "POST", "/bots", { token, mode: "webhook" });
    expect([status, (json as { activeDoor: string }).activeDoor]).toEqual([201, "webhook"]);
    hookline.simulator.sendMessage(telegramId, { chat_id: 4, text: "/start" });
    const reply = await until("a reply", () =>
      hookline.simulator.calls(telegramId, 0).find(({ method }) => method === "sendMessage"),
    );
    expect(reply.via).toBe("webhook-reply");
  });

  test("the canary flies through it", async () => {
    await until("a canary that arrived", async () => {
      const { _sum } = await hookline.db.database.prisma.canaryMinute.aggregate({ _sum: { well: true } });
      return (_sum.well ?? 0) > 0;
    });
  });

  test("whoever claims another address in X-Forwarded-For is known by his own", async () => {
    const post = (from: Agent) =>
      request(`${publicUrl}/webhook/${account.userId}`, {
        method: "POST",
        dispatcher: from,
        headers: { "content-type": "application/json", "x-forwarded-for": "127.0.0.1" },
        body: "{}",
      });
    const [refused, heard] = await Promise.all([post(stranger), post(dispatcher)]);
    expect([refused.statusCode, heard.statusCode]).toEqual([403, 401]);
    await Promise.all([refused.body.dump(), heard.body.dump()]);
  });

  test("pages are served by the name of the proxy, metrics are not, and plain http is led to https", async () => {
    const get = async (url: string) => {
      const { statusCode, headers, body } = await request(url, { dispatcher });
      await body.dump();
      return { statusCode, headers };
    };
    expect((await get(`${publicUrl}/sign-in`)).statusCode).toBe(200);
    expect((await get(`${publicUrl}/metrics`)).statusCode).toBe(404);
    expect((await get(`${publicUrl}/api/events`)).statusCode).toBe(401);
    const plain = await get(`http://127.0.0.1:${plainPort}/bots?q=1`);
    expect([plain.statusCode, plain.headers.location]).toEqual([301, "https://127.0.0.1/bots?q=1"]);
  });
});
