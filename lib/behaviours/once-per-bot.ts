import type { LoadedBot } from "../bots/bot-directory";

/** Makes something of a loaded bot when it is first asked for; it is gone when the directory forgets the bot. */
export function oncePerBot<T>(make: (bot: LoadedBot) => T): (bot: LoadedBot) => T {
  const made = new WeakMap<LoadedBot, { value: T }>();
  return (bot) => {
    const known = made.get(bot);
    if (known) return known.value;
    const value = make(bot);
    made.set(bot, { value });
    return value;
  };
}
