import { describe, expect, test } from "vitest";
import { isCommonPassword } from "../../lib/accounts/common-passwords";
import { createApiKeyInput, emailSchema, signInInput } from "../../lib/accounts/schemas";

describe("the commonest passwords", () => {
  test.each([
    "password",
    "Password1!",
    "12345678",
    "87654321",
    "qwertyuiop",
    "iloveyou2024",
    "11111111",
    "abababab",
    "telegram",
  ])("%s is refused", (password) => expect(isCommonPassword(password)).toBe(true));
  test.each(["correct horse battery", "k3#fj29s", "passwort-und-mehr", "ブートストラップ8"])(
    "%s is taken",
    (password) => expect(isCommonPassword(password)).toBe(false),
  );
});

describe("what people type", () => {
  test("an address is trimmed and in lower case", () => {
    expect(emailSchema.parse("  Ada@Example.ORG ")).toBe("ada@example.org");
  });
  test.each(["", "a", "a@b", "a b@example.org", "a@example.org\u0000", `${"a".repeat(255)}@x.org`, 7, null])(
    "%j is no address",
    (input) => expect(emailSchema.safeParse(input).success).toBe(false),
  );
  test("sign-in takes any text of a sane size", () => {
    expect(signInInput.safeParse({ email: "no address", password: "x" }).success).toBe(true);
    expect(signInInput.safeParse({ email: "a", password: "x".repeat(257) }).success).toBe(false);
  });
  test("a key without a name gets one, and names hold no control or direction marks", () => {
    expect(createApiKeyInput.parse({})).toEqual({ name: "API key", scopes: ["all"] });
    expect(createApiKeyInput.parse({ name: "  " })).toMatchObject({ name: "API key" });
    expect(createApiKeyInput.safeParse({ name: "a\u202eb" }).success).toBe(false);
    expect(createApiKeyInput.safeParse({ name: "a\nb" }).success).toBe(false);
    expect(createApiKeyInput.safeParse({ name: "<b>CI</b>" }).success).toBe(true);
  });
});
