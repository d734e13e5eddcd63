import { ProtocolError } from "./http2-frames";

/*
 * Header blocks (HPACK, RFC 7541) as far as calls of the Bot API need them. We write nothing into the server's table of
 * headers and, by our settings, it may write nothing into ours, so that no block depends on another; and of an
 * answer's headers the status alone is read.
 */

/** Ways to write a header (6.1 to 6.3): the bits that tell which it is, and how many are left for a number. */
const indexed = { first: 0x80, bits: 7 };
const kept = { first: 0x40, bits: 6 };
const tableSize = { first: 0x20, bits: 5 };
const neverKept = { first: 0x10, bits: 4 };
const notKept = { first: 0x00, bits: 4 };
const length = { first: 0x00, bits: 7 };

/** Places in the table of usual headers (appendix A). */
const usual = { authority: 1, methodPost: 3, path: 4, schemeHttps: 7, contentLength: 28, contentType: 31 };
const lastUsual = 61;
/** Places 8 to 14. */
const usualStatus = [200, 204, 206, 304, 400, 404, 500];
const firstStatus = 8;

/** Begins a connection's first block: our table is empty, whatever the server allows or will allow. */
export const emptyTable = Buffer.from(integer(tableSize, 0));

const json = Buffer.from([
  ...integer(notKept, usual.contentType),
  ...text("application/json"),
  ...integer(notKept, usual.contentLength),
]);

/** What all header blocks for one server begin with. */
export function headersStart(authority: string): Buffer {
  return Buffer.from([
    ...integer(indexed, usual.methodPost),
    ...integer(indexed, usual.schemeHttps),
    ...integer(notKept, usual.authority),
    ...text(authority),
    // A path holds a token, which no proxy on the way may keep.
    ...integer(neverKept, usual.path),
  ]);
}

/** The block of a POST of so many bytes of JSON. */
export function postHeaders(start: Buffer, path: string, bytes: number): Buffer {
  const pathLength = Buffer.from(integer(length, path.length));
  return Buffer.concat([
    start,
    pathLength,
    Buffer.from(path, "latin1"),
    json,
    Buffer.from(text(String(bytes))),
  ]);
}

/**
 * The status that a block of headers tells; undefined where it tells none, as trailers do.
 *
 * @throws ProtocolError where the block cannot be read.
 */
export function statusOf(block: Buffer): number | undefined {
  const reader = new BlockReader(block);
  let status: number | undefined;
  while (reader.more) {
    const first = reader.byte();
    if (first >= indexed.first) {
      const place = reader.place(first, indexed.bits);
      if (place === 0) throw unreadable();
      status ??= usualStatus[place - firstStatus];
    } else if (first >= tableSize.first && first < kept.first) {
      if (reader.integer(first, tableSize.bits) !== 0) throw unreadable();
    } else {
      const place = reader.place(first, first >= kept.first ? kept.bits : notKept.bits);
      if (place === 0) reader.string();
      const value = reader.string();
      if (usualStatus[place - firstStatus] !== undefined)
        status ??= value.huffman ? digits(value.bytes) : Number(value.bytes);
    }
  }
  return status;
}

const unreadable = () => new ProtocolError("headers that cannot be read");

class BlockReader {
  #at = 0;
  readonly #block: Buffer;

  constructor(block: Buffer) {
    this.#block = block;
  }

  get more(): boolean {
    return this.#at < this.#block.length;
  }

  byte(): number {
    const byte = this.#block[this.#at++];
    if (byte === undefined) throw unreadable();
    return byte;
  }

  /** RFC 7541, 5.1, of at most 28 bits. */
  integer(first: number, bits: number): number {
    const most = (1 << bits) - 1;
    const value = first & most;
    if (value < most) return value;
    for (let more = 0, shift = 0; shift < 28; shift += 7) {
      const next = this.byte();
      more += (next & 0x7f) << shift;
      if (next < 0x80) return value + more;
    }
    throw unreadable();
  }

  /** A place in the table of usual headers, or 0: there is no other table. */
  place(first: number, bits: number): number {
    const place = this.integer(first, bits);
    if (place > lastUsual) throw unreadable();
    return place;
  }

  string(): { huffman: boolean; bytes: Buffer } {
    const first = this.byte();
    const bytes = this.integer(first, length.bits);
    const from = this.#at;
    this.#at += bytes;
    if (this.#at > this.#block.length) throw unreadable();
    return { huffman: first >= 0x80, bytes: this.#block.subarray(from, this.#at) };
  }
}

/** RFC 7541, 5.1. */
function integer({ first, bits }: { first: number; bits: number }, value: number): number[] {
  const most = (1 << bits) - 1;
  if (value < most) return [first | value];
  const bytes = [first | most];
  let rest = value - most;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

function text(value: string): number[] {
  return [...integer(length, value.length), ...Buffer.from(value, "latin1")];
}

/** Three digits in Huffman's code (appendix B): 0 to 2 have five bits, 00000 to 00010; 3 to 9 have six, 011001 to 011111. NaN for all else. */
function digits(bytes: Buffer): number {
  if (bytes.length < 2 || bytes.length > 3) return Number.NaN;
  const all = bytes.readUIntBE(0, bytes.length);
  let left = 8 * bytes.length;
  let value = 0;
  for (let i = 0; i < 3; i++) {
    const five = (all >> (left - 5)) & 0x1f;
    const digit = five <= 2 ? five : ((all >> (left - 6)) & 0x3f) - 22;
    left -= five <= 2 ? 5 : 6;
    if (left < 0 || (five > 2 && digit < 3) || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
