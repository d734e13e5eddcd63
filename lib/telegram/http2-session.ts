import type { TLSSocket } from "node:tls";
import {
  content,
  errorCode,
  type Frame,
  FrameReader,
  flag,
  frame,
  frameType,
  maxPayload,
  numbersFrame,
  ProtocolError,
  preface,
  readNumber,
  readSettings,
  setting,
  settingsFrame,
} from "./http2-frames";
import { emptyTable, headersStart, postHeaders, statusOf } from "./http2-headers";
import type { SessionEvents, Stream } from "./http2-stream";

/** Bytes that an answer may have, and its headers. */
const maxAnswer = 64 * 1024 * 1024;
const maxHeaders = 64 * 1024;
/** Windows of flow control (RFC 9113, 6.9): the largest, the one that each side begins with, and when we open ours anew. */
const largestWindow = 0x7fffffff;
const firstWindow = 65_535;
const renewWindow = 0x20000000;
const lastStream = 0x7fffffff;
/** What a server allows that does not say. */
const usualStreams = 100;

/**
 * A client's side of HTTP/2 (RFC 9113) for POSTs of JSON and answers of text, on a socket that has agreed on it. `node:http2` gives each
 * request a duplex stream with its events and buffers, and a held poll is nothing but a number that somebody waits for
 * (docs/decisions/0034-frames-by-hand.md).
 */
export class Http2Session<T> {
  /** What ended the session, where something is known. */
  error: unknown;
  /** Monotonic milliseconds at which the server last said anything. */
  heardAt = performance.now();
  /** Whether a ping is not answered yet. */
  pinging = false;
  /** Resolves when the server's settings came. */
  readonly settled: Promise<void>;
  readonly #socket: TLSSocket;
  readonly #events: SessionEvents<T>;
  readonly #streams = new Map<number, Stream<T>>();
  readonly #frames = new FrameReader();
  readonly #headersStart: Buffer;
  #nextId = 1;
  /** Headers that are not whole yet. */
  #headers: { stream: number; endStream: boolean; block: Buffer } | undefined;
  #settle: (() => void) | undefined;
  #allowed: number | undefined;
  /** The server's windows: what it takes of all bodies together, and of a new stream's. */
  #window = firstWindow;
  #streamWindow = firstWindow;
  /** Bytes received since our window was opened last. */
  #received = 0;
  #corked = false;

  constructor(socket: TLSSocket, authority: string, events: SessionEvents<T>) {
    this.#socket = socket;
    this.#events = events;
    this.#headersStart = headersStart(authority);
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    // "close" follows.
    socket.on("error", (error) => {
      this.error = error;
    });
    socket.once("close", () => {
      for (const { id } of [...this.#streams.values()]) this.#lose(id, undefined);
      events.closed();
    });
    this.#write(preface);
    this.#write(
      settingsFrame([
        [setting.headerTableSize, 0],
        [setting.enablePush, 0],
        [setting.initialWindowSize, maxAnswer],
      ]),
    );
    this.#write(numbersFrame(frameType.windowUpdate, 0, largestWindow - firstWindow));
  }

  /** Requests under way. */
  get size(): number {
    return this.#streams.size;
  }

  /** Requests that the server lets be under way at once; 0 before it has said so and after the end. */
  get allowed(): number {
    return this.#socket.writable && this.#nextId <= lastStream ? (this.#allowed ?? 0) : 0;
  }

  /**
   * Sends a request.
   *
   * @returns its number, for `cancel`.
   */
  post(path: string, body: string, of: T): number {
    const id = this.#nextId;
    this.#nextId += 2;
    const unsent = Buffer.from(body);
    const stream = { id, of, unsent, window: this.#streamWindow, status: 0, parts: [], bytes: 0 };
    this.#streams.set(id, stream);
    const post = postHeaders(this.#headersStart, path, unsent.length);
    const block = id === 1 ? Buffer.concat([emptyTable, post]) : post;
    this.#write(frame(frameType.headers, flag.endHeaders, id, block));
    this.#send(stream);
    return id;
  }

  /** Gives a request up; nothing more is heard of it. */
  cancel(id: number): void {
    if (this.#streams.delete(id)) this.#write(numbersFrame(frameType.rstStream, id, errorCode.cancel));
  }

  ping(): void {
    this.pinging = true;
    this.#write(frame(frameType.ping, 0, 0, Buffer.alloc(8)));
  }

  /** Says goodbye and closes, once all that was written is on its way. */
  end(): void {
    this.#write(numbersFrame(frameType.goaway, 0, 0, errorCode.none));
    this.#socket.destroySoon();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** What is written in one turn of the event loop goes out together. */
  #write(bytes: Buffer): void {
    if (!this.#socket.writable) return;
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(bytes);
  }

  /** Sends as much of a body as the server's windows let through. */
  #send(stream: Stream<T>): void {
    while (stream.unsent) {
      const bytes = Math.min(stream.unsent.length, stream.window, this.#window, maxPayload);
      if (bytes <= 0) return;
      const part = stream.unsent.subarray(0, bytes);
      stream.unsent = bytes < stream.unsent.length ? stream.unsent.subarray(bytes) : undefined;
      stream.window -= bytes;
      this.#window -= bytes;
      this.#write(frame(frameType.data, stream.unsent ? 0 : flag.endStream, stream.id, part));
    }
  }

  #sendAll(): void {
    for (const stream of this.#streams.values()) this.#send(stream);
  }

  #lose(id: number, code: number | undefined): void {
    const stream = this.#streams.get(id);
    if (stream && this.#streams.delete(id)) this.#events.lost(stream.of, code);
  }

  #read(chunk: Buffer): void {
    this.heardAt = performance.now();
    try {
      for (const each of this.#frames.read(chunk)) this.#take(each);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.error = error;
      this.#events.broken();
      this.destroy();
    }
  }

  #take(received: Frame): void {
    const { type, flags, stream, payload } = received;
    if (this.#allowed === undefined && type !== frameType.settings)
      throw new ProtocolError("no settings at first");
    if (this.#headers && (type !== frameType.continuation || stream !== this.#headers.stream))
      throw new ProtocolError("headers interrupted");
    if (type === frameType.data) this.#takeData(received);
    else if (type === frameType.headers || type === frameType.continuation) this.#takeHeaders(received);
    else if (type === frameType.rstStream) this.#lose(stream, readNumber(payload, 0));
    else if (type === frameType.settings) this.#takeSettings(flags, payload);
    else if (type === frameType.pushPromise) throw new ProtocolError("a push that we do not allow");
    else if (type === frameType.ping) this.#takePing(flags, payload);
    else if (type === frameType.goaway) this.#takeGoaway(readNumber(payload, 0), readNumber(payload, 4));
    else if (type === frameType.windowUpdate) this.#takeWindow(stream, readNumber(payload, 0));
    // Others are there for who knows them (RFC 9113, 5.5).
  }

  #takeData(received: Frame): void {
    this.#received += received.payload.length;
    if (this.#received >= renewWindow) {
      this.#write(numbersFrame(frameType.windowUpdate, 0, this.#received));
      this.#received = 0;
    }
    const stream = this.#streams.get(received.stream);
    if (!stream) return;
    if (stream.status === 0) throw new ProtocolError("an answer without headers");
    const part = content(received);
    stream.bytes += part.length;
    if (stream.bytes > maxAnswer) throw new ProtocolError("an answer beyond our window");
    if (received.flags & flag.endStream) this.#answer(stream, part);
    else if (part.length > 0) stream.parts.push(part);
  }

  #takeHeaders(received: Frame): void {
    const { type, flags, stream: id, payload } = received;
    if (type === frameType.headers) {
      this.#headers = { stream: id, endStream: (flags & flag.endStream) !== 0, block: content(received) };
    } else {
      if (!this.#headers) throw new ProtocolError("nothing to continue");
      this.#headers.block = Buffer.concat([this.#headers.block, payload]);
      if (this.#headers.block.length > maxHeaders) throw new ProtocolError("endless headers");
    }
    if (!(flags & flag.endHeaders)) return;
    const { endStream, block } = this.#headers;
    this.#headers = undefined;
    const status = statusOf(block);
    const stream = this.#streams.get(id);
    if (!stream) return;
    // After the status come trailers; before it may come what is none yet (1xx).
    if (stream.status === 0) {
      if (status === undefined || !(status >= 100 && status <= 999))
        throw new ProtocolError("an answer without a status");
      if (status >= 200) stream.status = status;
    }
    if (endStream) this.#answer(stream, Buffer.alloc(0));
  }

  #answer({ id, of, status, parts, unsent }: Stream<T>, last: Buffer): void {
    if (status === 0) throw new ProtocolError("an answer without a status");
    this.#streams.delete(id);
    // The server has seen enough of the body.
    if (unsent) this.#write(numbersFrame(frameType.rstStream, id, errorCode.none));
    const text = parts.length === 0 ? last : Buffer.concat([...parts, last]);
    this.#events.answered(of, { status, text: text.toString() });
  }

  #takeSettings(flags: number, payload: Buffer): void {
    if (flags & flag.ack) return;
    let allowed = this.#allowed ?? usualStreams;
    for (const [id, value] of readSettings(payload)) {
      if (id === setting.maxConcurrentStreams) allowed = value;
      if (id !== setting.initialWindowSize) continue;
      if (value > largestWindow) throw new ProtocolError("a window beyond all bounds");
      for (const stream of this.#streams.values()) stream.window += value - this.#streamWindow;
      this.#streamWindow = value;
    }
    this.#allowed = allowed;
    this.#write(frame(frameType.settings, flag.ack, 0, Buffer.alloc(0)));
    this.#settle?.();
    this.#sendAll();
  }

  #takePing(flags: number, payload: Buffer): void {
    if (flags & flag.ack) this.pinging = false;
    else this.#write(frame(frameType.ping, flag.ack, 0, payload));
  }

  /** What the server has taken it still answers; on the rest it has not begun (RFC 9113, 8.7). */
  #takeGoaway(lastTaken: number, code: number): void {
    this.#events.goaway(code);
    for (const id of [...this.#streams.keys()]) if (id > lastTaken) this.#lose(id, errorCode.refusedStream);
  }

  #takeWindow(id: number, more: number): void {
    const stream = this.#streams.get(id);
    if (id === 0) this.#window += more;
    else if (stream) stream.window += more;
    if (Math.max(this.#window, stream?.window ?? 0) > largestWindow)
      throw new ProtocolError("a window beyond all bounds");
    this.#sendAll();
  }
}
