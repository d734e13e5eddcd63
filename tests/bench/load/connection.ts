import { connect, type Socket } from "node:net";

export interface Answer {
  status: number;
  retryAfter: boolean;
  /** The body holds a method call. */
  reply: boolean;
}

/**
 * One keep-alive connection with one request in flight, on a bare socket: a client that parses no more than
 * it counts leaves the machine to what is measured.
 */
export class Connection {
  readonly #socket: Socket;
  #text = "";
  #done: ((answer: Answer) => void) | undefined;

  constructor(port: number, onBroken: (wasBusy: boolean) => void) {
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (chunk: string) => this.#read(chunk));
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => onBroken(this.#done !== undefined));
  }

  get open(): boolean {
    return !this.#socket.destroyed;
  }

  send(request: string, done: (answer: Answer) => void): void {
    this.#done = done;
    this.#socket.write(request, "latin1");
  }

  close(): void {
    this.#done = undefined;
    this.#socket.removeAllListeners("close");
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    this.#text = this.#text === "" ? chunk : this.#text + chunk;
    const text = this.#text;
    const headEnd = text.indexOf("\r\n\r\n");
    if (headEnd === -1) return;
    const head = text.slice(0, headEnd);
    const length = /content-length: (\d+)/i.exec(head);
    if (length ? text.length < headEnd + 4 + Number(length[1]) : !text.endsWith("0\r\n\r\n")) return;
    this.#text = "";
    const done = this.#done;
    this.#done = undefined;
    done?.({
      status: Number(head.slice(9, 12)),
      retryAfter: /retry-after: \d/i.test(head),
      reply: text.includes('"method":', headEnd),
    });
  }
}
