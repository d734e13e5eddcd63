import type { NewReply } from "../data/replies";
import type { Language } from "../i18n/language";
import { starterTexts } from "../i18n/starter";

/**
 * What a new bot answers until its owner decides otherwise, so that its first /start shows it alive.
 *
 * @param botName the bot's display name; it is sent as text, whatever it holds.
 */
export function starterReplies(botName: string, language: Language): NewReply[] {
  const texts = starterTexts(language);
  // Double braces in a name would read as a template's.
  const name = botName.replace(/[{}\p{Cc}]/gu, "").trim() || texts.thisBot;
  return [command("start", texts.start(name)), command("help", texts.help)];
}

function command(triggerValue: string, text: string): NewReply {
  return {
    triggerType: "command",
    triggerValue,
    text,
    parseMode: null,
    buttons: null,
    language: null,
    enabled: true,
  };
}
