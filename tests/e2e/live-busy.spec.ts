import { openStream } from "../support/event-stream";
import { beginSession } from "../support/session";
import { expect, signIn, test } from "./fixtures";

const bots = 1_000;
const busyMs = 10_000;
const everyMs = 250;
/** Of one notification: PostgreSQL takes 8,000 bytes. */
const eventsEach = 100;

test("1,000 busy bots neither break an open fleet page's stream nor make it look again more than twice a second", async ({
  page,
  hookline,
}) => {
  test.setTimeout(120_000);
  const [admin, owner] = [await hookline.account("admin"), await hookline.account()];
  const { database } = hookline.db;
  const { rows } = await database.pool.query<{ id: number }>(
    `INSERT INTO user_bots (owner_id, telegram_id, username, name, token_cipher, token_key_id,
       token_fingerprint, mode, status, allowed_updates)
     SELECT $1, 6000000000 + i, 'busy_' || i || '_bot', 'Busy ' || i, 'none', 'none', 'busy' || i,
       'polling', 'paused', '{message}' FROM generate_series(1, $2::int) i RETURNING id`,
    [owner.userId, bots],
  );
  await signIn(page, admin);
  await page.goto("/admin?search=busy_77_bot");
  await expect(page.getByRole("row")).toHaveCount(2);
  const secret = hookline.env.NEXTAUTH_SECRET ?? "";
  const { cookie } = await beginSession({ data: database, secret }, admin.userId);
  const stream = await openStream(hookline.url, cookie);
  if (typeof stream === "number") throw new Error(`/api/events answered ${stream}`);

  const asked = { streams: 0, pages: 0 };
  page.on("request", (request) => {
    if (request.url().includes("/api/events")) asked.streams++;
    else if (request.headers().rsc === "1") asked.pages++;
  });
  const before = refreshes(stream.heard());
  const begun = performance.now();
  let rounds = 0;
  while (performance.now() - begun < busyMs) {
    await tellOfAll(rows.map(({ id }) => id));
    rounds++;
    await new Promise((resolve) => setTimeout(resolve, begun + rounds * everyMs - performance.now()));
  }
  const seconds = (performance.now() - begun) / 1_000;
  const told = refreshes(stream.heard()) - before;
  test.info().annotations.push({
    type: "measured",
    description: `${rounds * bots} events in ${seconds.toFixed(1)} s: ${told} messages, ${asked.pages} refreshes`,
  });
  expect(stream.isOpen(), "the stream is open").toBe(true);
  expect(asked.streams, "streams that the page opened meanwhile").toBe(0);
  // Between the two ends of a span stands one more.
  expect(told).toBeLessThanOrEqual(2 * seconds + 1);
  expect(told, "the page is told all the while").toBeGreaterThan(seconds);
  expect(asked.pages).toBeLessThanOrEqual(2 * seconds + 1);
  expect(asked.pages, "the page looks again meanwhile").toBeGreaterThan(0);

  await database.pool.query("UPDATE user_bots SET name = 'Renamed' WHERE username = 'busy_77_bot'");
  await expect(page.getByRole("row", { name: /Renamed/ })).toBeVisible({ timeout: 15_000 });
  expect(asked.streams).toBe(0);
  stream.close();

  /** As a process tells of updates that it has stored. */
  async function tellOfAll(ids: number[]): Promise<void> {
    const at = Date.now();
    const parts = Array.from({ length: Math.ceil(ids.length / eventsEach) }, (_, part) =>
      JSON.stringify(
        ids
          .slice(part * eventsEach, (part + 1) * eventsEach)
          .map((id, n) => [id, part * eventsEach + n + 1, at, "polling"]),
      ),
    );
    await database.pool.query("SELECT pg_notify('hookline_live', part) FROM unnest($1::text[]) AS part", [
      parts,
    ]);
  }
});

/** Messages that make a page look again. */
const refreshes = (heard: string) => heard.match(/"type":"(?:bot|bots|update|gap)"/g)?.length ?? 0;
