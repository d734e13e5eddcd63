import { expect, test } from "vitest";
import { control, mintBot, startSimulator } from "./test-kit";

test("the chat page and all it needs are served, under a policy that runs only its own scripts", async () => {
  const { url } = await startSimulator();
  const page = await fetch(`${url}/sim/`);
  expect(page.headers.get("content-security-policy")).toBe("default-src 'self'");
  const html = await page.text();
  const parts = [...html.matchAll(/(?:src|href)="(\/sim\/[^"]+)"/g)].map((match) => match[1] ?? "");
  expect(parts).toContain("/sim/page.js");
  const script = await (await fetch(`${url}/sim/page.js`)).text();
  for (const [, name] of script.matchAll(/from "\.\/([^"]+)"/g)) parts.push(`/sim/${name}`);
  for (const part of parts) expect((await fetch(`${url}${part}`)).status, part).toBe(200);
});

test("the page can find a bot among thousands and read its chats back", async () => {
  const { url } = await startSimulator();
  await control(url, "POST", "/bots/bulk", { count: 3000 });
  const bot = await mintBot(url);
  expect((await control(url, "GET", `/bots?q=${bot.id}&limit=5`)).body).toMatchObject([
    { id: bot.id, door: "none" },
  ]);
  expect((await control(url, "GET", "/bots?limit=5")).body).toHaveLength(5);
  const updateId = await bot.write(9, "hello");
  await bot.api("sendMessage", { chat_id: 9, text: "hi there" });
  expect((await control(url, "GET", `/bots/${bot.id}/chats`)).body).toMatchObject([
    { id: 9, type: "private" },
  ]);
  expect((await control(url, "GET", `/bots/${bot.id}/chats/9`)).body).toMatchObject([
    { message_id: 1, text: "hello", update_id: updateId },
    { message_id: 2, text: "hi there", from: { id: bot.id } },
  ]);
});
