import { expect, test } from "vitest";
import { startKillablePostgres } from "../chaos/killable-postgres";
import { startHookline } from "../support/hookline";
import { until } from "../support/system";

test("a program that calls while the database is away is told to try again, and served when it is back", async () => {
  const postgres = await startKillablePostgres();
  const hookline = await startHookline({ postgres: postgres.url });
  try {
    const account = await hookline.account();
    const call = () =>
      fetch(`${hookline.url}/api/v1/bots`, { headers: { authorization: `Bearer ${account.apiKey}` } });
    expect((await call()).status).toBe(200);
    await postgres.kill();
    const refused = await call();
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("3");
    expect(await refused.json()).toMatchObject({ code: "unavailable" });
    await postgres.restart();
    await until("the next answer", async () => (await call()).status === 200, 30_000);
    expect(hookline.web.output()).not.toContain("unexpected error");
  } finally {
    await hookline.close();
    await postgres.stop();
  }
});
