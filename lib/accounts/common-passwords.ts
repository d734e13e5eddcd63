/**
 * The passwords of eight characters and more that head every published list of leaked ones, with their
 * digits and marks at the end taken off: "password1!" counts as "password".
 */
const stems = new Set(
  `password passw0rd p@ssword p@ssw0rd pa55word passwort motdepasse contraseña qwertyui qwertyuiop qwerty
  qwertz qwerty123 azerty azertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc 1qaz2wsx 1q2w3e4r
  1q2w3e4r5t 1q2w3e q1w2e3r4 zaq12wsx iloveyou sunshine princess football baseball basketball superman
  batman trustno welcome letmein dragon monkey master shadow michael jennifer jordan starwars computer
  internet whatever michelle corvette mercedes maverick samantha superstar liverpool chelsea arsenal
  charlie freedom ferrari cheese butterfly chocolate elephant hello administrator admin adminadmin root
  changeme default secret guest test testtest user login access abcdef abcdefgh abcabc abc aaaaaaaa
  passpass telegram hookline fuckyou pokemon naruto spongebob blink linkedin google facebook samsung`
    .split(/\s+/)
    .filter((stem) => stem !== ""),
);

/** One character or a short piece over and over: 11111111, abababab. */
const repetition = /^(.{1,4})\1+$/s;

/** Runs along the digits or the alphabet, either way. */
const sequences = ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz"];

/** True for a password that guessing programs try in their first minute. */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize("NFKC").toLowerCase();
  if (repetition.test(text) || stems.has(text)) return true;
  const stem = text.replace(/[^\p{L}]+$/u, "");
  if (stems.has(stem)) return true;
  return sequences.some(
    (sequence) => sequence.includes(text) || sequence.includes([...text].reverse().join("")),
  );
}
