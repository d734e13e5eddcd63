/** What a field for a token is: hidden as it is typed, and no business of the browser's or a password keeper's. */
export const tokenInput = {
  name: "token",
  type: "password",
  required: true,
  maxLength: 200,
  autoComplete: "off",
  autoCapitalize: "none",
  spellCheck: false,
  "data-1p-ignore": true,
  "data-lpignore": "true",
  placeholder: "123456789:AA…",
} as const;
