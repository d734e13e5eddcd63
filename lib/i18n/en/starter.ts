export const en = {
  thisBot: "this bot",
  start: (name: string) => `Hello {{first_name}}! I am ${name}. Send /help to see what I can do.`,
  help: "This is what I understand:\n/start - say hello\n/help - show this message",
};
