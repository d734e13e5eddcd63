import { z } from "zod";
import { typedRowId } from "../core/row-id";
import { isCommonPassword } from "./common-passwords";
import { scopes } from "./scopes";

/** What people type into the account forms. Emails come out trimmed and in lower case. */

/** Controls, line breaks and marks that turn the direction of text: nothing a person types into a name. */
const controlCharacters = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** One line of text, e.g. a name; trimmed, without control characters. */
const lineOfText = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Use at most ${most} characters.`)
    .refine((text) => !controlCharacters.test(text), "Leave out control characters and line breaks.");

export const emailSchema = z
  .string({ error: "Enter an email address." })
  .trim()
  .toLowerCase()
  .max(254, "That is too long for an email address.")
  .pipe(z.email("Enter an email address such as ada@example.org."));

/** A new password: its length counts, not its composition (NIST SP 800-63B, 3.1.1.2). */
const newPasswordSchema = z
  .string({ error: "Enter a password." })
  .min(8, "Use at least 8 characters.")
  .max(256, "Use at most 256 characters.")
  .refine(
    (password) => !isCommonPassword(password),
    "This is one of the passwords that are tried first. Please choose another.",
  );

const nameSchema = lineOfText(100)
  .transform((name) => (name === "" ? undefined : name))
  .optional();

/** An address and a new password that must not be the same. */
const newAccount = z.strictObject({
  email: emailSchema,
  password: newPasswordSchema,
  name: nameSchema,
});

const notTheAddress = {
  check: ({ email, password }: { email: string; password: string }) => password.toLowerCase() !== email,
  issue: { path: ["password"], message: "Choose a password other than your address." },
};

const linkToken = z.string().max(100);

export const createUserInput = newAccount
  .extend({ role: z.enum(["tenant", "admin"]).default("tenant") })
  .refine(notTheAddress.check, notTheAddress.issue);
export type CreateUserInput = z.input<typeof createUserInput>;

export const signUpInput = newAccount
  .extend({
    invite: linkToken
      .transform((token) => (token === "" ? undefined : token))
      .optional()
      .describe("The token of an invitation link"),
  })
  .refine(notTheAddress.check, notTheAddress.issue);
export type SignUpInput = z.input<typeof signUpInput>;

export const claimFirstAdminInput = newAccount
  .extend({ token: linkToken })
  .refine(notTheAddress.check, notTheAddress.issue);
export type ClaimFirstAdminInput = z.input<typeof claimFirstAdminInput>;

/** A password that exists already: only its size is checked, the rest is right or wrong. */
const typedPassword = (missing: string) => z.string({ error: missing }).min(1, missing).max(256);

const typedCode = z.string({ error: "Enter the code." }).trim().min(1, "Enter the code.").max(64);

/** A form sends a ticked box as "on", and one that is not ticked not at all. */
const checkbox = z
  .union([z.boolean(), z.literal("on")])
  .transform((value) => value !== false)
  .default(false);

/** Whatever is typed at sign-in: only its size is checked, the rest is right or wrong. */
export const signInInput = z.object({
  email: z
    .string({ error: "Enter your email address." })
    .trim()
    .toLowerCase()
    .min(1, "Enter your email address.")
    .max(254),
  password: typedPassword("Enter your password."),
  /** The second step's: six digits of the app, or a recovery code. */
  code: typedCode.optional(),
});
export type SignInInput = z.input<typeof signInInput>;

export const changePasswordInput = z.strictObject({
  currentPassword: typedPassword("Enter your current password."),
  newPassword: newPasswordSchema,
  endOthers: checkbox,
  endKeys: checkbox,
});
export type ChangePasswordInput = z.input<typeof changePasswordInput>;

/** An act that the password alone allows. */
export const passwordInput = z.strictObject({ password: typedPassword("Enter your password.") });
export type PasswordInput = z.input<typeof passwordInput>;

export const changeEmailInput = passwordInput.extend({ email: emailSchema });
export type ChangeEmailInput = z.input<typeof changeEmailInput>;

export const requestResetInput = z.strictObject({ email: emailSchema });
export type RequestResetInput = z.input<typeof requestResetInput>;

export const resetPasswordInput = z.strictObject({ token: linkToken, password: newPasswordSchema });
export type ResetPasswordInput = z.input<typeof resetPasswordInput>;

export const confirmEmailInput = z.strictObject({ token: linkToken });

export const deleteAccountInput = passwordInput.extend({
  /** The address of the account, typed. */
  confirm: z.string().max(300).trim().toLowerCase(),
  code: typedCode.optional(),
});
export type DeleteAccountInput = z.input<typeof deleteAccountInput>;

export const codeInput = z.strictObject({ code: typedCode });
export type CodeInput = z.input<typeof codeInput>;

/** An act that needs both factors. */
export const passwordAndCodeInput = passwordInput.extend({ code: typedCode });
export type PasswordAndCodeInput = z.input<typeof passwordAndCodeInput>;

const chosenScopes = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").map((name) => name.trim()) : value),
  z
    .array(z.enum(["all", ...scopes], { error: "Scopes are all, read, write and messages." }))
    .min(1, "Choose what the key may do.")
    .transform((names) => (names.includes("all") ? ["all"] : [...new Set(names)])),
);

export const createApiKeyInput = z.strictObject({
  name: lineOfText(100)
    .transform((name) => name || "API key")
    .default("API key"),
  scopes: chosenScopes.default(["all"]),
  /** Left out or empty: it does not expire. */
  expiresInDays: z
    .preprocess(
      (value) => (value === "" ? undefined : value),
      z.coerce
        .number({ error: "Enter a number of days." })
        .int("Enter a whole number of days.")
        .min(1, "A key lasts a day at least.")
        .max(3650, "Use at most 3650 days.")
        .optional(),
    )
    .optional(),
});
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;

export const createOwnApiKeyInput = createApiKeyInput.extend({
  /** A form whose boxes are all unticked sends no scopes: that must not mean all of them. */
  scopes: z.preprocess((value) => value ?? [], chosenScopes),
  password: typedPassword("Enter your password."),
  /** Where the account has a second factor. */
  code: typedCode.optional(),
});
export type CreateOwnApiKeyInput = z.input<typeof createOwnApiKeyInput>;

export const endSessionInput = z.strictObject({ sessionId: z.uuid() });

export const revokeApiKeyInput = z.strictObject({ keyId: typedRowId });

export const createInviteInput = z.strictObject({
  email: z.preprocess((value) => (value === "" ? undefined : value), emailSchema.optional()),
  role: z.enum(["tenant", "admin"]).default("tenant"),
});
export type CreateInviteInput = z.input<typeof createInviteInput>;
