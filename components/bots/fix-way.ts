import type { BotView, PatchBotInput } from "@/lib/bots/schemas";
import type { ActionState } from "@/lib/web/action-state";

/** What a screen may change of a bot. */
export type BotPatch = Partial<PatchBotInput>;

/** The action behind every change of a bot that is made in one press. */
export type PatchBot = (input: {
  botId: number;
  patch: BotPatch;
}) => Promise<ActionState<Pick<BotView, "activeDoor" | "doorReason">>>;

type FixWay =
  | { kind: "act"; patch: BotPatch }
  | { kind: "page"; href: string; outside: boolean }
  | { kind: "words" };

/** How the verdict's fix is carried out from the bot's page. An unknown fix is shown as words. */
export function fixWay(action: string, bot: Pick<BotView, "id" | "username" | "mode">): FixWay {
  const page = (href: string, outside = false): FixWay => ({ kind: "page", href, outside });
  switch (action) {
    case "resume":
      return { kind: "act", patch: { enabled: true } };
    case "switch_to_polling":
      return { kind: "act", patch: { mode: "polling" } };
    case "retry_webhook":
      return { kind: "act", patch: { mode: "webhook" } };
    case "take_back":
      return { kind: "act", patch: { mode: bot.mode } };
    case "stand_down":
      return { kind: "act", patch: { enabled: false } };
    case "replace_token":
      return page(`/bots/${bot.id}/settings#token`);
    case "inspect_updates":
      return page(`/bots/${bot.id}/updates?state=dead`);
    case "release_chats":
      return page(`/bots/${bot.id}/updates?state=quarantined`);
    case "change_replies":
      return page(`/bots/${bot.id}/replies`);
    case "send_start":
      return page(`https://t.me/${bot.username}?start=hello`, true);
    default:
      return { kind: "words" };
  }
}
