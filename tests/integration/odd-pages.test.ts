import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inParallel } from "../support/ask";
import { type OddPortal, startOddPortal } from "../support/odd-portal";
import { oddParts } from "../support/odd-values";

const app = join(import.meta.dirname, "../../app");
const read = (file: string): string => readFileSync(join(app, file), "utf8");
const files = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) =>
  /(?:^|\/)(?:page\.tsx|route\.ts|address\.ts)$/.test(file),
);

/** As Next names what lies in a file: "/bots/[id]/updates" for "(portal)/bots/[id]/updates/page.tsx". */
const routeOf = (file: string): string =>
  `/${file}`.replace(/\/(page\.tsx|route\.ts)$/, "").replaceAll(/\/\([^)]*\)/g, "") || "/";

/** Every page and every route but those of the REST API, of events, which do not end, and of webhooks. */
const routes = files
  .filter((file) => !file.endsWith("address.ts"))
  .map(routeOf)
  .filter((route) => !/^\/(?:api\/v1|api\/events|webhook)(?:\/|$)/.test(route));

/** Every name that a page reads of its query. */
const queryNames = [
  ...new Set(
    files.flatMap((file) =>
      [
        ...read(file).matchAll(
          /^ {2,4}(\w+): .*(?:z\.|day|queryValue|oneOf|integer|safeParse)|query\.(\w+)|\{ (token|invite|cursor) \}|searchParams\)\.(\w+)/gm,
        ),
      ].map((found) => found.slice(1).find((name) => name !== undefined) ?? ""),
    ),
  ),
];

const readsQuery = (route: string): boolean =>
  files.some((file) => routeOf(file) === route && /searchParams|request\.url/.test(read(file)));

describe("pages, with odd values in every place", () => {
  let portal: OddPortal;

  beforeAll(async () => {
    portal = await startOddPortal();
  });
  afterAll(() => portal.close());

  const filled = (route: string, part = String(portal.bot.id)) => route.replaceAll(/\[[^\]]+\]/g, part);

  test("the list of names has those that addresses are known to use", () => {
    expect(queryNames).toEqual(
      expect.arrayContaining(["search", "page", "cursor", "chatId", "open", "before", "token", "next", "q"]),
    );
    expect(routes.length).toBeGreaterThan(25);
  });

  test.each(routes)("%s", async (route) => {
    // A page that reads no query has none to be wrong in.
    const few = readsQuery(route) ? oddParts : oddParts.slice(0, 3);
    const inPath = route.includes("[") ? oddParts.map((part) => filled(route, part)) : [];
    // A cursor or an id that leads nowhere ends a page before the rest of its query counts.
    const others = queryNames.filter((name) => !["cursor", "open", "before", "token"].includes(name));
    const inQuery = few.flatMap((part) =>
      [queryNames, others].map((names) => {
        const query = names.map((name) => `${name}=${part}`).join("&");
        return `${filled(route)}?${query}&${part}=${part}&page=${part}`;
      }),
    );
    const headers = { cookie: portal.cookie };
    await inParallel([...inPath, ...inQuery], async (path) => {
      await portal.ask(path, { headers });
    });
    expect(portal.wrong()).toEqual([]);
  });
});
