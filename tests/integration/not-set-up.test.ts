import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFirstAdminLink } from "../../lib/accounts/create-first-admin-link";
import { hashToken, newToken } from "../../lib/accounts/link-token";
import { type RunningHookline, startHookline } from "../support/hookline";
import { callAction, formActionBody, serverActions } from "../support/server-actions";

const notYet = "This portal has not been set up yet";

describe("a portal without an admin, where signing up is open", () => {
  let hookline: RunningHookline;

  beforeAll(async () => {
    hookline = await startHookline({ env: { SIGNUP: "open" } });
  });
  afterAll(() => hookline.close());

  const people = () => hookline.db.database.prisma.user.findMany({ select: { email: true, role: true } });
  const shows = async (path: string, part: string, language = "en") => {
    const page = await fetch(`${hookline.url}${path}`, { headers: { "accept-language": language } });
    return (await page.text()).includes(part);
  };
  const stranger = { email: "stranger@example.org", password: "found this portal" };

  /** Posts the form to every action that a page without a sign-in has. */
  const postEverywhere = async (fields: Record<string, string>) => {
    const visitors = [
      "/",
      "/sign-in",
      "/sign-up",
      "/setup",
      "/forgot-password",
      "/reset-password",
      "/confirm-email",
    ];
    const actions = serverActions().filter(({ page }) => visitors.includes(page));
    expect(actions.map(({ name }) => name)).toContain("signUpAction");
    let answers = "";
    for (const { id, page } of actions) {
      answers += await (await callAction(hookline.url, page, id, formActionBody(fields))).text();
    }
    return answers;
  };

  test("a stranger makes no account by any page, action or invitation, and no page offers one", async () => {
    expect(await shows("/", "/sign-up")).toBe(false);
    expect(await shows("/sign-in", "/sign-up")).toBe(false);
    expect(await shows("/", notYet)).toBe(true);
    expect(await shows("/sign-up", notYet)).toBe(true);
    expect(await shows("/sign-up", 'name="password"')).toBe(false);
    expect(await shows("/sign-up", "Портал ещё не настроен", "ru")).toBe(true);

    const invite = newToken();
    await hookline.db.database.pool.query(
      `INSERT INTO one_time_tokens (token_hash, purpose, role, expires_at)
       VALUES ($1, 'invite', 'admin', now() + interval '1 day')`,
      [hashToken(invite)],
    );
    expect(await shows(`/sign-up?invite=${invite}`, notYet)).toBe(true);
    expect((await postEverywhere(stranger)).includes(notYet)).toBe(true);
    await postEverywhere({ ...stranger, invite });
    await postEverywhere({ ...stranger, token: invite });
    await fetch(`${hookline.url}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: hookline.url },
      body: new URLSearchParams({ ...stranger, json: "true" }),
    });
    expect(await people()).toEqual([]);
  });

  test("the printed link makes the admin, and from then on the form takes people", async () => {
    const link = await createFirstAdminLink({ data: hookline.db.database }, { baseUrl: hookline.url });
    const token = new URL(link ?? "").searchParams.get("token") ?? "";
    const claim = serverActions().find(({ name }) => name === "claimAdminAction");
    const boss = { email: "boss@example.org", password: "watch the whole fleet" };
    await callAction(hookline.url, "/setup", claim?.id ?? "", formActionBody({ ...boss, token }));
    expect(await people()).toEqual([{ email: boss.email, role: "admin" }]);
    expect(await shows("/", "/sign-up")).toBe(true);
    await postEverywhere(stranger);
    expect(await people()).toContainEqual({ email: stranger.email, role: "tenant" });
  });
});
