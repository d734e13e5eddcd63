import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { pagesPid } from "../support/pages-pid";
import { until } from "../support/system";

describe("the pages are a process of their own, behind the web process's port", () => {
  let hookline: RunningHookline;
  let account: Account;

  beforeAll(async () => {
    hookline = await startHookline();
    account = await hookline.account();
  });
  afterAll(() => hookline.close());

  /** Reads the answer to its end: an open one would keep a process from stopping. */
  const status = async (path: string, init?: RequestInit): Promise<number> => {
    const answer = await fetch(`${hookline.url}${path}`, init);
    await answer.text();
    return answer.status;
  };
  /** Whether its row stands: who ends in order takes it away. */
  const isEntered = async (pid: number): Promise<boolean> => {
    const { rows } = await hookline.db.database.pool.query(
      "SELECT FROM process_heartbeats WHERE kind = 'pages' AND pid = $1",
      [pid],
    );
    return rows.length > 0;
  };

  test("killed, they come back; webhooks are answered meanwhile", async () => {
    const killed = await pagesPid(hookline);
    process.kill(killed, "SIGKILL");
    expect(await status(`/webhook/${account.userId}`, { method: "POST", body: "{}" })).toBe(401);
    // Ten seconds is how long a request waits; a machine that is busy enough takes longer to start a process.
    await until("the pages are back", async () => (await pagesPid(hookline)) !== killed, 40_000);
    await until("a page", async () => (await status("/api/health")) === 200, 40_000);
    expect((await hookline.api(account, "GET", "/bots")).status).toBe(200);
    expect(hookline.web.child.exitCode).toBeNull();
  });

  test("a body travels whole, and its refusal comes back as it was given", async () => {
    const replies = Array.from({ length: 40 }, (_, i) => ({
      trigger: { type: "command", value: `c${i}` },
      text: "x".repeat(4_000),
      enabled: true,
    }));
    const { token } = hookline.simulator.createBot({});
    const { json } = await hookline.api(account, "POST", "/bots", { token });
    const { id } = json as { id: number };
    const put = await hookline.api(account, "PUT", `/bots/${id}/replies`, { replies });
    expect(put).toMatchObject({ status: 200 });
    const refused = await hookline.api(account, "PUT", `/bots/${id}/replies`, { replies: "none" });
    expect(refused).toMatchObject({ status: 422, json: { code: "invalid_input" } });
  });

  test("a request that names the whole address is the same request", async () => {
    const { port, hostname } = new URL(hookline.url);
    const ask = async (method: string, path: string) => {
      const asked = request({ port, host: hostname, method, path });
      asked.end();
      const [answer] = await once(asked, "response");
      answer.resume();
      return answer.statusCode as number;
    };
    expect(await ask("POST", `${hookline.url}/webhook/${account.userId}`)).toBe(401);
    expect(await ask("GET", `${hookline.url}/api/health`)).toBe(200);
  });

  test("they end with a web process that is killed, and the next one brings its own", async () => {
    const before = await pagesPid(hookline);
    await hookline.web.kill();
    await until("their end", async () => !(await isEntered(before)));
    const next = await hookline.start("web");
    expect(await status("/sign-in")).toBe(200);
    const after = await pagesPid(hookline);
    expect(await next.stop()).toBe(0);
    expect(await isEntered(after)).toBe(false);
    await hookline.start("web");
  });
});
