/** Frames of HTTP/2 (RFC 9113, 4 and 6), as bytes and back. */

export const frameType = {
  data: 0,
  headers: 1,
  rstStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const flag = { ack: 0x1, endStream: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 } as const;

export const setting = {
  headerTableSize: 1,
  enablePush: 2,
  maxConcurrentStreams: 3,
  initialWindowSize: 4,
} as const;

export const errorCode = {
  none: 0,
  refusedStream: 7,
  cancel: 8,
} as const;

/** What a client says first, "PRI * HTTP/2.0" and "SM" with their line ends (RFC 9113, 3.4). */
export const preface = Buffer.from("505249202a20485454502f322e300d0a0d0a534d0d0a0d0a", "hex");

/** Bytes of a frame's head, and the most that may follow where neither side allows more. */
const headBytes = 9;
export const maxPayload = 16_384;

export interface Frame {
  type: number;
  flags: number;
  /** 0: the connection's. */
  stream: number;
  payload: Buffer;
}

/** The other side broke the protocol; the connection cannot go on. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

export function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(headBytes + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  payload.copy(bytes, headBytes);
  return bytes;
}

/** A frame whose payload is a row of 32-bit numbers: RST_STREAM, WINDOW_UPDATE, GOAWAY. */
export function numbersFrame(type: number, stream: number, ...numbers: number[]): Buffer {
  const payload = Buffer.allocUnsafe(4 * numbers.length);
  for (const [i, number] of numbers.entries()) payload.writeUInt32BE(number, 4 * i);
  return frame(type, 0, stream, payload);
}

export function settingsFrame(settings: readonly (readonly [id: number, value: number])[]): Buffer {
  const payload = Buffer.allocUnsafe(6 * settings.length);
  for (const [i, [id, value]] of settings.entries()) {
    payload.writeUInt16BE(id, 6 * i);
    payload.writeUInt32BE(value, 6 * i + 2);
  }
  return frame(frameType.settings, 0, 0, payload);
}

export function* readSettings(payload: Buffer): Generator<[id: number, value: number]> {
  if (payload.length % 6 !== 0) throw new ProtocolError("settings cut short");
  for (let at = 0; at < payload.length; at += 6)
    yield [payload.readUInt16BE(at), payload.readUInt32BE(at + 2)];
}

/** The 32-bit number at `at`, without its first bit, which is reserved. */
export function readNumber(payload: Buffer, at: number): number {
  if (payload.length < at + 4) throw new ProtocolError("frame cut short");
  return payload.readUInt32BE(at) & 0x7fffffff;
}

/** What a DATA or HEADERS frame holds, without padding and priority. */
export function content({ type, flags, payload }: Frame): Buffer {
  const padded = flags & flag.padded ? 1 : 0;
  const priority = type === frameType.headers && flags & flag.priority ? 5 : 0;
  const padding = padded ? (payload[0] ?? 0) : 0;
  const [from, to] = [padded + priority, payload.length - padding];
  if (from > to) throw new ProtocolError("more padding than payload");
  return from === 0 && to === payload.length ? payload : payload.subarray(from, to);
}

/** Cuts what a socket brings into frames. */
export class FrameReader {
  #rest: Buffer | undefined;

  /**
   * Yields the frames that are whole by now. Their payloads are parts of `chunk` where they came in one piece.
   *
   * @throws ProtocolError for a frame larger than we allow.
   */
  *read(chunk: Buffer): Generator<Frame> {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    while (bytes.length - at >= headBytes) {
      const length = bytes.readUIntBE(at, 3);
      if (length > maxPayload) throw new ProtocolError(`a frame of ${length} bytes`);
      const end = at + headBytes + length;
      if (end > bytes.length) break;
      yield {
        type: bytes[at + 3] ?? 0,
        flags: bytes[at + 4] ?? 0,
        stream: readNumber(bytes, at + 5),
        payload: bytes.subarray(at + headBytes, end),
      };
      at = end;
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : undefined;
  }
}
