/** Expressions that RE2 takes seconds for, of a message that `hostileText` makes. Each passes what is asked when it is saved. */
export const hostileExpressions = ["[ab].{0,248}[!-#]", "[ab].{0,240}[!-#]x", "[a-b].{1,230}[#-%]"];

/** As long as Telegram takes, and each one new: what RE2 has learned from the last does not help. */
export function hostileText(length = 4096): string {
  return Array.from({ length }, () => (Math.random() < 0.5 ? "a" : "c")).join("");
}
