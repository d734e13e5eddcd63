/** A message from a person in a private chat, as Telegram sends the update; a text that begins with "/" is a command. */
export function messageUpdate(updateId: number, chatId: number, text: string): string {
  const from = { id: chatId, is_bot: false, first_name: "Ann" };
  const message = { message_id: 1, date: 1, chat: { id: chatId, type: "private" }, from, text };
  const entities = text.startsWith("/")
    ? [{ type: "bot_command", offset: 0, length: text.length }]
    : undefined;
  return JSON.stringify({ update_id: updateId, message: { ...message, entities } });
}
