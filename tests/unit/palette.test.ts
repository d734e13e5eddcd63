import { readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { commandsFor } from "../../components/palette/commands";
import { paletteTexts } from "../../lib/i18n/palette";

const texts = paletteTexts("en");
const found = [
  { id: 7, name: "Shop", username: "shop_bot", own: true },
  { id: 8, name: "Shoes", username: "shoes_bot", own: false },
];
const names = (text: string, more: Partial<Parameters<typeof commandsFor>[1]> = {}) =>
  commandsFor(text, { texts, path: "/bots", admin: false, found: [], ...more }).map(({ name }) => name);

describe("the palette's commands", () => {
  it("are all there for an empty text, the admin's for admins alone", () => {
    expect(names("")).toContain("My bots");
    expect(names("")).not.toContain("Fleet");
    expect(names("", { admin: true })).toEqual(expect.arrayContaining(["Fleet", "Processes", "Audit log"]));
  });

  it("are found by the beginnings of their words, in any order and case", () => {
    expect(names("reg")).toEqual(["Register a bot"]);
    expect(names("KEYS acc")).toEqual(["API keys"]);
    expect(names("account")[0]).toBe("Account");
    expect(names("egister")).toEqual([]);
  });

  it("have the parts of the bot one is at first, then the bots that were found", () => {
    const commands = commandsFor("", { texts, path: "/bots/7/updates", admin: true, found });
    expect(commands[0]).toMatchObject({ group: "bot", href: "/bots/7" });
    expect(commands.findIndex(({ group }) => group === "bots")).toBe(6);
  });

  it("lead to every tab of a bot and every page that has an address of its own", () => {
    const root = resolve(import.meta.dirname, "../../app/(portal)");
    const led = commandsFor("", { texts, path: "/bots/7", admin: true, found: [] }).map(({ href }) => href);
    const written = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith("page.tsx"))
      .map((file) => `/${dirname(file)}`.replace("/bots/[id]", "/bots/7"))
      // A registration ends there, and a bot of another tenant is found by its name.
      .filter((path) => !["/bots/7/welcome", "/admin/bots/7"].includes(path));
    expect(led).toEqual(expect.arrayContaining(written));
    expect(written.length).toBeGreaterThan(10);
  });

  it("lead to a tenant's bot, and for an admin to another's page of health", () => {
    const commands = commandsFor("sho", { texts, path: "/", admin: true, found });
    expect(commands.map(({ href }) => href)).toEqual(["/bots/7", "/admin/bots/8"]);
    expect(commands[1]?.note).toBe("@shoes_bot, another tenant's");
  });
});
