/**
 * Telegram's own idea of a command (td, find_bot_commands), at the start of a text only: a slash,
 * letters, digits and underscores, then maybe @username; no slash, angle bracket or letter after it.
 */
const commandPattern = /^\/([a-z0-9_]{1,32})(?:@([a-z0-9_]{3,32}))?(?![\p{L}\p{N}_/<>@])/iu;

export interface Command {
  /** In lower case, without the slash. */
  name: string;
  /** In lower case; undefined where the command names no bot. */
  botUsername: string | undefined;
}

/** The command a text begins with, if it begins with one. */
export function readCommand(text: string): Command | undefined {
  const match = commandPattern.exec(text);
  return match?.[1] === undefined
    ? undefined
    : { name: match[1].toLowerCase(), botUsername: match[2]?.toLowerCase() };
}
