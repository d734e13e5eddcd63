import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ProtocolError } from "../../lib/telegram/http2-frames";
import { headersStart, postHeaders, statusOf } from "../../lib/telegram/http2-headers";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

describe("the status in a block of headers", () => {
  test("is found in the examples of RFC 7541, C.5.1 and C.6.1", () => {
    const plain =
      "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d";
    const huffman =
      "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3";
    expect(statusOf(hex(plain))).toBe(302);
    expect(statusOf(hex(huffman))).toBe(302);
  });

  test("is read in Huffman's code, each of them", () => {
    const codes = [
      "00000",
      "00001",
      "00010",
      "011001",
      "011010",
      "011011",
      "011100",
      "011101",
      "011110",
      "011111",
    ];
    for (let status = 100; status < 1000; status++) {
      const bits = [...String(status)].map((digit) => codes[Number(digit)]).join("");
      const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1");
      const bytes = (padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
      expect(statusOf(Buffer.from([0x08, 0x80 | bytes.length, ...bytes]))).toBe(status);
    }
  });

  test("is found beside headers with long names and values", () => {
    const long = "x".repeat(1_000);
    // 127 and 873 more, in seven bits at a time (RFC 7541, 5.1).
    const name = Buffer.from([0x00, 0x7f, 0xe9, 0x06, ...Buffer.from(long)]);
    const value = Buffer.from([0x7f, 0xe9, 0x06, ...Buffer.from(long)]);
    expect(statusOf(Buffer.concat([name, value, Buffer.from([0x8d])]))).toBe(404);
  });

  test("is not there in trailers", () => {
    expect(statusOf(Buffer.from([0x0f, 0x10, 1, 65]))).toBeUndefined();
    expect(statusOf(Buffer.alloc(0))).toBeUndefined();
  });

  test("cannot be asked of what refers to a table, which we never allow", () => {
    // RFC 7541, C.6.2: it refers to what C.6.1 has written into the table.
    expect(() => statusOf(hex("4883 640e ffc1 c0bf"))).toThrow(ProtocolError);
  });

  test("is found or refused in whatever comes, and nothing else happens", () => {
    for (let n = 0; n < 20_000; n++) {
      try {
        statusOf(randomBytes(n % 40));
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }
  });
});

test("a path, which holds a token, is marked as never to be kept", () => {
  const start = headersStart("api.telegram.org");
  const block = postHeaders(start, "/bot1:secret/getMe", 2);
  const at = block.indexOf("/bot1:secret/getMe");
  // A literal that is never indexed (RFC 7541, 6.2.3), with the name of place 4 (":path"), and its length.
  expect([...block.subarray(at - 2, at)]).toEqual([0x14, 18]);
});
