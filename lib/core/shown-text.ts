/**
 * A text as a page shows it: U+0000 and half a surrogate pair, which Telegram's JSON may hold and HTML may not, become the
 * sign for what cannot be shown. As they are, the browser's text would differ from the server's.
 */
export const shownText = (text: string): string => text.replaceAll(/[\0\p{Cs}]/gu, "\ufffd");
