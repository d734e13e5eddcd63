interface SimulatedBot {
  id: number;
  username: string;
}

const people = [
  { chat_id: 1001, first_name: "Ada", username: "ada", language_code: "en" },
  { chat_id: 1002, first_name: "Николай", username: "kolya", language_code: "ru" },
  { chat_id: 1003, first_name: "Lucía", username: "lucia", language_code: "es" },
];

/** What they write to each bot of the demo. */
const said: Record<string, string[]> = {
  annas_bakery_bot: ["/start", "/menu", "do you have rye bread?", "/hours", "thank you!"],
  annas_orders_bot: ["/start", "#1042", "where is my order?"],
  boris_bikes_bot: ["/start", "my chain is broken"],
};

/** Lets people write to the demo's bots, `rounds` messages in all, a little apart as people do. */
export async function playTelegram(simulator: string, rounds: number): Promise<void> {
  const bots = (await (await fetch(`${simulator}/sim/bots`)).json()) as SimulatedBot[];
  for (let round = 0; round < rounds; round++) {
    const bot = bots[round % bots.length];
    // Everybody writes to every bot.
    const person = people[(round + Math.floor(round / bots.length)) % people.length];
    const texts = bot ? (said[bot.username] ?? ["/start"]) : [];
    if (!bot || !person) continue;
    const text = texts[Math.floor(round / bots.length) % texts.length];
    const answer = await fetch(`${simulator}/sim/bots/${bot.id}/messages`, {
      method: "POST",
      body: JSON.stringify({ ...person, text }),
    });
    if (!answer.ok) throw new Error(`The simulator answered ${answer.status} to a message.`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
