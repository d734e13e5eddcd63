/**
 * How many different chats there were, in a few bytes: exact up to 48, above that HyperLogLog (Flajolet and others,
 * 2007) with 256 registers, within 6.5 percent (one standard deviation). Two sketches merge into that of both, so
 * hours, days and processes add up without a chat being counted twice.
 */
export class ChatSketch {
  /** Hashes of the chats while they are few. */
  #few: number[] = [];
  #registers: Uint8Array | undefined;

  /** @returns whether the sketch has changed. */
  add(chatId: number): boolean {
    return this.#addHash(hashOf(chatId));
  }

  merge(other: ChatSketch): void {
    for (const hash of other.#few) this.#addHash(hash);
    if (!other.#registers) return;
    const mine = this.#spread();
    for (const [at, theirs] of other.#registers.entries()) {
      if (theirs > (mine[at] ?? 0)) mine[at] = theirs;
    }
  }

  /** How many chats were added, about. */
  count(): number {
    if (!this.#registers) return this.#few.length;
    let sum = 0;
    let empty = 0;
    for (const register of this.#registers) {
      sum += 2 ** -register;
      if (register === 0) empty++;
    }
    const estimate = (alpha * size * size) / sum;
    // Few chats leave registers empty, and their number is the better witness.
    return Math.round(estimate <= 2.5 * size && empty > 0 ? size * Math.log(size / empty) : estimate);
  }

  /** Hashes of four bytes while the chats are few, else the registers: no two forms are of one length. */
  toBytes(): Buffer {
    if (this.#registers) return Buffer.from(this.#registers);
    const bytes = Buffer.alloc(4 * this.#few.length);
    for (const [i, hash] of this.#few.entries()) bytes.writeUInt32LE(hash, 4 * i);
    return bytes;
  }

  static ofBytes(bytes: Buffer): ChatSketch {
    const sketch = new ChatSketch();
    if (bytes.length === size) sketch.#registers = new Uint8Array(bytes);
    else for (let at = 0; at < bytes.length; at += 4) sketch.#few.push(bytes.readUInt32LE(at));
    return sketch;
  }

  #addHash(hash: number): boolean {
    if (!this.#registers) {
      if (this.#few.includes(hash)) return false;
      this.#few.push(hash);
      if (this.#few.length > fewMax) this.#spread();
      return true;
    }
    const at = hash & (size - 1);
    // The place of the first one among the 24 bits that are left.
    const rank = Math.clz32(hash >>> 8) - 7;
    if (rank <= (this.#registers[at] ?? 0)) return false;
    this.#registers[at] = rank;
    return true;
  }

  /** From here on the chats are many. */
  #spread(): Uint8Array {
    if (this.#registers) return this.#registers;
    const hashes = this.#few;
    this.#few = [];
    const registers = new Uint8Array(size);
    this.#registers = registers;
    for (const hash of hashes) this.#addHash(hash);
    return registers;
  }
}

const size = 256;
const fewMax = 48;
const alpha = 0.7213 / (1 + 1.079 / size);

/** 32 well-mixed bits of a number up to 2^53 (the finalizer of MurmurHash3 over both its halves). */
function hashOf(chatId: number): number {
  const low = chatId | 0;
  const high = Math.floor(chatId / 4_294_967_296) | 0;
  let hash = Math.imul(low ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(high ^ 0x7f4a7c15, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
