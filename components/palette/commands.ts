import type { FoundBot } from "@/lib/bots/find-bots";
import type { paletteTexts } from "@/lib/i18n/palette";

type InterfaceTexts = ReturnType<typeof paletteTexts>;
export type Act = keyof InterfaceTexts["acts"];

/** One line of the palette: where it leads, or what it does. */
export interface Command {
  key: string;
  group: keyof InterfaceTexts["groups"];
  name: string;
  /** Said beside the name, e.g. a bot's username. */
  note?: string;
  href?: string;
  act?: Act;
}

const botParts = [
  ["overview", ""],
  ["replies", "/replies"],
  ["updates", "/updates"],
  ["messages", "/messages"],
  ["timeline", "/timeline"],
  ["settings", "/settings"],
] as const;

const pages = [
  ["bots", "/bots"],
  ["register", "/bots/new"],
  ["account", "/account"],
  ["email", "/account#email"],
  ["password", "/account#password"],
  ["twoFactor", "/account#two-factor"],
  ["sessions", "/account#sessions"],
  ["alerts", "/account#alerts"],
  ["apiKeys", "/account#api-keys"],
  ["fleet", "/admin"],
  ["migration", "/admin/migration"],
  ["processes", "/admin/processes"],
  ["users", "/admin/users"],
  ["audit", "/admin/audit"],
] as const;

const acts: readonly Act[] = ["light", "dark", "system", "signOut"];

/** Every command that a text asks for, in the order in which they are shown. */
export function commandsFor(
  text: string,
  {
    texts,
    path,
    admin,
    found,
  }: { texts: InterfaceTexts; path: string; admin: boolean; found: readonly FoundBot[] },
): Command[] {
  const botId = /^\/bots\/(\d+)/.exec(path)?.[1];
  const own: Command[] = [
    ...(botId === undefined
      ? []
      : botParts.map(([part, end]): Command => {
          const href = `/bots/${botId}${end}`;
          return { key: href, group: "bot", name: texts.bot[part], href };
        })),
    ...pages
      .filter(([, href]) => admin || !href.startsWith("/admin"))
      .map(([page, href]): Command => {
        const command: Command = { key: href, group: "pages", name: texts.pages[page], href };
        return href.startsWith("/account#") ? { ...command, note: texts.pages.account } : command;
      }),
    ...acts.map((act): Command => ({ key: act, group: "acts", name: texts.acts[act], act })),
  ];
  const bots = found.map(
    ({ id, name, username, own }): Command => ({
      key: `bot ${id}`,
      group: "bots",
      name,
      note: own ? `@${username}` : `@${username}, ${texts.otherTenant}`,
      href: own ? `/bots/${id}` : `/admin/bots/${id}`,
    }),
  );
  const wanted = own.filter(({ name, note = "" }) => matches(`${name} ${note}`, text));
  const parts = wanted.filter(({ group }) => group === "bot");
  return [...parts, ...bots, ...wanted.filter(({ group }) => group !== "bot")];
}

/** Whether each word of the text begins a word of the name. */
function matches(name: string, text: string): boolean {
  const texts = name.toLowerCase().split(/\s+/);
  const asked = text.toLowerCase().trim().split(/\s+/).filter(Boolean);
  return asked.every((part) => texts.some((word) => word.startsWith(part)));
}
