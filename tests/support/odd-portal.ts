import type { SimulatorOptions } from "../simulator/index";
import { type Asked, type Asking, ask } from "./ask";
import type { Account, RunningHookline } from "./hookline";
import { startHookline } from "./hookline";
import { callAction, formActionBody, serverActions } from "./server-actions";
import { until } from "./system";

/** A portal of the built product with an admin who has a bot, and a watch over what its processes log. */
export interface OddPortal {
  hookline: RunningHookline;
  admin: Account;
  /** A cookie of the admin's session. */
  cookie: string;
  bot: { id: number; telegramId: number; updateId: number };
  /** Asks, and notes every answer of 500 and above. */
  ask(path: string, asking?: Asking): Promise<Asked>;
  /** What went wrong since the last call: answers of 500 and above, and lines of errors in the logs. */
  wrong(): string[];
  close(): Promise<void>;
}

export async function startOddPortal(
  env: Record<string, string> = {},
  simulator: SimulatorOptions = {},
): Promise<OddPortal> {
  const hookline = await startHookline({ env: { SIGNUP: "open", ...env }, simulator });
  const admin = await hookline.account("admin");
  const telegram = hookline.simulator.createBot({ username: "odd_bot", first_name: "Odd" });
  const made = await hookline.api(admin, "POST", "/bots", { token: telegram.token, mode: "webhook" });
  const { id } = made.json as { id: number };
  const { update_id } = hookline.simulator.sendMessage(telegram.id, { chat_id: 31, text: "/start" });
  const updateId = update_id ?? Number.NaN;
  const handled = async () => {
    const { json } = await hookline.api(admin, "GET", `/bots/${id}/updates/${updateId}`);
    return (json as { state?: string }).state === "handled";
  };
  await until("the update", handled);
  let seen = 0;
  let answers: string[] = [];
  const errorLines = () => {
    const output = [hookline.web, hookline.sidecar].map((process) => process.output()).join("\n");
    const fresh = output.slice(seen);
    seen = output.length;
    return fresh.split("\n").filter((line) => /"level":[56]0|^\s+at |⨯|Error:/.test(line));
  };
  return {
    hookline,
    admin,
    cookie: await signedIn(hookline, admin),
    bot: { id, telegramId: telegram.id, updateId },
    async ask(path, asking) {
      const asked = await ask(hookline.url, path, asking);
      const { method = "GET", body = "" } = asking ?? {};
      if (asked.status >= 500) answers.push(`${asked.status} ${method} ${path} ${body}`);
      return asked;
    },
    wrong() {
      const all = [...answers, ...errorLines()].map((line) => line.slice(0, 600));
      answers = [];
      return all;
    },
    close: () => hookline.close(),
  };
}

async function signedIn({ url }: RunningHookline, { email, password }: Account): Promise<string> {
  const action = serverActions().find(({ name }) => name === "signInAction");
  const answer = await callAction(url, "/sign-in", action?.id ?? "", formActionBody({ email, password }));
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
