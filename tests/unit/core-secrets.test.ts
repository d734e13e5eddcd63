import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cidrMatcher, parseCidrs, telegramSubnets } from "../../lib/config/cidr";
import { redact, serializeError } from "../../lib/core/log";
import { botIdOfSecret, createVault, newWebhookSecret, sameSecret } from "../../lib/core/vault";

const key = (id: string) => ({ id, key: randomBytes(32) });
const text = fc.string({ unit: "binary" }).map((value) => value.toString().replace(/\p{Surrogate}/gu, "?"));

describe("the vault", () => {
  const old = key("old");
  const vault = createVault([key("new"), old]);

  it("opens what it has sealed, and never seals alike twice", () => {
    fc.assert(
      fc.property(text, text, (secret, context) => {
        const sealed = vault.seal(secret, context);
        expect(vault.open(sealed, context)).toBe(secret);
        expect(vault.seal(secret, context).cipher).not.toBe(sealed.cipher);
      }),
    );
  });

  it("refuses another context", () => {
    fc.assert(
      fc.property(text, text, text, (secret, context, other) => {
        fc.pre(context !== other);
        const sealed = vault.seal(secret, context);
        expect(() => vault.open(sealed, other)).toThrow();
      }),
    );
  });

  it("refuses a cipher of which any character was changed", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    fc.assert(
      fc.property(text, fc.nat(), fc.constantFrom(...alphabet), (secret, position, by) => {
        const { keyId, cipher } = vault.seal(secret, "c");
        const at = position % cipher.length;
        const changed = cipher.slice(0, at) + by + cipher.slice(at + 1);
        // The last character of a part may hold bits that are not used: only other bytes count.
        const bytes = (each: string) =>
          each
            .split(".")
            .map((part) => Buffer.from(part, "base64url").toString("hex"))
            .join();
        fc.pre(bytes(changed) !== bytes(cipher));
        expect(() => vault.open({ keyId, cipher: changed }, "c")).toThrow();
      }),
    );
  });

  it("refuses a shortened tag, an unknown key and another form", () => {
    const { keyId, cipher } = vault.seal("secret", "c");
    const [version, iv, tag = "", body] = cipher.split(".");
    expect(() =>
      vault.open({ keyId, cipher: [version, iv, tag.slice(0, 6), body].join(".") }, "c"),
    ).toThrow();
    expect(() => vault.open({ keyId: "gone", cipher }, "c")).toThrow('No encryption key "gone"');
    for (const form of ["", "v2.a.b.c", "v1.a.b", "nonsense"]) {
      expect(() => vault.open({ keyId, cipher: form }, "c")).toThrow("not in the form");
    }
  });

  it("reads what an older key sealed, and finds equal tokens under any key", () => {
    const before = createVault([old]);
    expect(vault.open(before.seal("secret", "c"), "c")).toBe("secret");
    expect(vault.newestKeyId).toBe("new");
    expect(vault.fingerprint("1:a")).toBe(before.fingerprint("1:a"));
    expect(vault.fingerprint("1:a")).not.toBe(vault.fingerprint("1:b"));
    expect(() => createVault([])).toThrow("at least one key");
  });
});

describe("a webhook secret", () => {
  it("names its bot and holds only what setWebhook allows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (botId) => {
        const secret = newWebhookSecret(botId);
        expect(secret).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
        expect(botIdOfSecret(secret)).toBe(botId);
      }),
    );
  });

  const tail = "x".repeat(43);
  it.each([
    "",
    "_",
    `_${tail}`,
    `0_${tail}`,
    `01_${tail}`,
    `-1_${tail}`,
    `1.5_${tail}`,
    `1e3_${tail}`,
    ` 1_${tail}`,
    `1_${tail} `,
    `1_${tail}\n`,
    `1_${"x".repeat(42)}`,
    `1_${"x".repeat(44)}`,
    `1_${"x".repeat(42)}é`,
    `1234567890_${tail}`,
    `1${tail}`,
    `١_${tail}`,
  ])("is nobody's in another form: %j", (secret) => {
    expect(botIdOfSecret(secret)).toBeUndefined();
  });

  it("is read from any text without failing", () => {
    fc.assert(
      fc.property(text, (given) => {
        const id = botIdOfSecret(given);
        expect(id === undefined || given.startsWith(`${id}_`)).toBe(true);
      }),
    );
  });

  it("equals itself alone", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(sameSecret(a, a)).toBe(true);
        expect(sameSecret(a, b)).toBe(a === b);
      }),
    );
  });
});

describe("the log", () => {
  const characters = fc.constantFrom(..."ABCabc019_-");
  const token = fc
    .tuple(
      fc.integer({ min: 10_000, max: 9_999_999_999 }),
      fc.string({ unit: characters, minLength: 35, maxLength: 35 }),
    )
    .map(([id, rest]) => `${id}:${rest}`);
  const secret = fc
    .tuple(
      fc.integer({ min: 1, max: 999_999_999 }),
      fc.string({ unit: characters, minLength: 43, maxLength: 43 }),
    )
    .map(([id, rest]) => ({ whole: `${id}_${rest}`, rest }));
  const around = fc.constantFrom("", " ", "/", '"', "bot", "=", "\n", "https://api.telegram.org/bot");

  it("holds no token, webhook secret or API key", () => {
    fc.assert(
      fc.property(
        token,
        secret,
        around,
        fc.constantFrom("", " ", "/getMe", '"', "\n"),
        (aToken, aSecret, before, after) => {
          expect(redact(`${before}${aToken}${after}`)).not.toContain(aToken.split(":")[1]);
          expect(redact(`x ${aSecret.whole}${after}`)).not.toContain(aSecret.rest);
          expect(redact(`Bearer hl_${aSecret.rest}${after}`)).not.toContain(aSecret.rest);
        },
      ),
    );
  });

  it("keeps what is no secret", () => {
    for (const plain of ["bot 42 handled update 123456789", "12:30:45", "hl_short", "3_4"])
      expect(redact(plain)).toBe(plain);
  });

  it("takes secrets out of an error, its stack and its causes", () => {
    const aToken = `123456789:${"A".repeat(35)}`;
    const cause = Object.assign(new Error(`GET /bot${aToken}/getMe`), { code: "ECONNRESET" });
    const shown = JSON.stringify(serializeError(new Error(`failed with ${aToken}`, { cause })));
    expect(shown).not.toContain("AAAAA");
    expect(shown).toContain("ECONNRESET");
  });
});

describe("a list of address blocks", () => {
  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  const number = (parts: readonly number[]) => parts.reduce((sum, part) => sum * 256 + part, 0);

  it("holds exactly the addresses that share its first bits, also when written as IPv6", () => {
    fc.assert(
      fc.property(octets, octets, fc.integer({ min: 0, max: 32 }), (block, address, prefix) => {
        const inside = cidrMatcher(parseCidrs(`${block.join(".")}/${prefix}`));
        const size = 2 ** (32 - prefix);
        const expected = Math.floor(number(block) / size) === Math.floor(number(address) / size);
        expect(inside(address.join("."))).toBe(expected);
        expect(inside(`::ffff:${address.join(".")}`)).toBe(expected);
        expect(inside(block.join("."))).toBe(true);
      }),
    );
  });

  it.each([
    ["149.154.160.0", true],
    ["149.154.175.255", true],
    ["149.154.176.0", false],
    ["91.108.4.1", true],
    ["91.108.8.0", false],
    ["::ffff:91.108.7.255", true],
    ["2001:db8::1", false],
    ["not an address", false],
    ["", false],
  ])("of Telegram's: %s is inside: %s", (address, inside) => {
    expect(cidrMatcher(telegramSubnets)(address)).toBe(inside);
  });

  it.each(["10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::1/129", "10.0.0.0/-1", "10.0.0.0/1.5", "example.org"])(
    "does not take %j",
    (given) => {
      expect(() => parseCidrs(given)).toThrow("must be addresses or blocks");
    },
  );

  it("may be empty, and lone addresses are blocks of one", () => {
    expect(parseCidrs(" , ")).toEqual([]);
    const inside = cidrMatcher(parseCidrs("10.1.2.3, ::1"));
    expect([inside("10.1.2.3"), inside("10.1.2.4"), inside("::1"), inside("::2")]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
