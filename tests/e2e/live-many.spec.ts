import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { Agent, type ClientRequest, get, type IncomingMessage } from "node:http";
import type { Account, RunningHookline } from "../support/hookline";
import { beginSession } from "../support/session";
import { expect, newBot, test } from "./fixtures";

const people = 25;
const pagesEach = 20;
const maxMb = 100;
/** In five seconds. The web process has its own few questions; five hundred pages must not add to them. */
const maxQueries = 50;

/** An open page as far as the server knows: an event stream and what came of it. */
interface OpenPage {
  request: ClientRequest;
  events: string[];
}

test("500 open pages cost the web process less than 100 MB and no query a page, and each hears its own", async ({
  hookline,
}) => {
  test.setTimeout(180_000);
  const accounts: Account[] = [];
  for (let n = 0; n < people; n++) accounts.push(await hookline.account());
  const secret = hookline.env.NEXTAUTH_SECRET ?? "";
  const signedIn = accounts.map(({ userId }) => beginSession({ data: hookline.db.database, secret }, userId));
  const cookies = (await Promise.all(signedIn)).map(({ cookie }) => cookie);
  const [owner] = accounts as [Account];
  const bot = await newBot(hookline, owner, "polling");
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

  // What one page makes Next load is no cost of the five hundred.
  const first = await open(hookline, agent, cookies.slice(0, 1), 1);
  for (const { request } of first) request.destroy();
  await quiet(1_000);
  const before = { mb: residentMb(hookline), queries: await queriesWithin(hookline, 5_000) };

  const pages = await open(hookline, agent, cookies, pagesEach);
  expect(pages).toHaveLength(people * pagesEach);
  await quiet(2_000);
  // PostgreSQL tells of transactions as much as ten seconds late: those of the opening are among the first counts, not the last.
  let queries = Number.POSITIVE_INFINITY;
  for (let count = 0; count < 4 && queries - before.queries >= maxQueries; count++)
    queries = await queriesWithin(hookline, 5_000);
  const cost = residentMb(hookline) - before.mb;

  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 5, text: "/start" });
  const own = pages.slice(0, pagesEach);
  await expect.poll(() => own.filter(({ events }) => events.some(isOfABot)).length).toBe(pagesEach);
  expect(pages.slice(pagesEach).filter(({ events }) => events.some(isOfABot))).toEqual([]);

  test.info().annotations.push({
    type: "measured",
    description: `${pages.length} pages: ${cost.toFixed(0)} MB; ${before.queries} transactions in 5 s before, ${queries} with them`,
  });
  for (const { request } of pages) request.destroy();
  agent.destroy();
  expect(cost).toBeLessThan(maxMb);
  expect(queries - before.queries).toBeLessThan(maxQueries);
});

const isOfABot = (event: string) => /"type":"(?:update|bot)"/.test(event);

async function open(
  hookline: RunningHookline,
  agent: Agent,
  cookies: string[],
  each: number,
): Promise<OpenPage[]> {
  const pages: OpenPage[] = [];
  for (const cookie of cookies) {
    pages.push(...(await Promise.all(Array.from({ length: each }, () => openPage(hookline, agent, cookie)))));
  }
  return pages;
}

async function openPage(hookline: RunningHookline, agent: Agent, cookie: string): Promise<OpenPage> {
  const request = get(`${hookline.url}/api/events`, { agent, headers: { cookie } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`/api/events answered ${response.statusCode}`);
  const events: string[] = [];
  response.setEncoding("utf8").on("data", (text: string) => void events.push(text));
  // It is ended from here, in the middle.
  request.on("error", () => {});
  response.on("error", () => {});
  await once(response, "data");
  return { request, events };
}

/** Resident memory of the web process and of its pages. */
function residentMb(hookline: RunningHookline): number {
  const pid = String(hookline.web.child.pid);
  const kb = execFileSync("ps", ["-o", "rss=", "-p", pid, "--ppid", pid], { encoding: "utf8" });
  return (
    kb
      .trim()
      .split(/\s+/)
      .map(Number)
      .reduce((sum, each) => sum + each, 0) / 1024
  );
}

/** Transactions in this database within a span, whoever began them. */
async function queriesWithin(hookline: RunningHookline, ms: number): Promise<number> {
  const count = async () => {
    const { rows } = await hookline.db.database.pool.query(
      "SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()",
    );
    return Number((rows[0] as { n: string }).n);
  };
  const from = await count();
  await quiet(ms);
  return (await count()) - from;
}

const quiet = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
