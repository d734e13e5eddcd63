import { connect, type Socket } from "node:net";
import { connect as connectByTls } from "node:tls";
import { until } from "./system";

/** An answer as it came over the line. */
export interface RawAnswer {
  status: number;
  /** By lowercase name; of those that come twice, the last. */
  headers: Record<string, string>;
  body: string;
  /** The fast lane gave it, not node:http. */
  lane: boolean;
  /** It says that it is the connection's last. */
  last: boolean;
}

/** One connection on which bytes are sent as they are, and answers read. */
export interface RawClient {
  socket: Socket;
  send(bytes: string | Buffer): void;
  /** Resolves to the answers so far once there are so many. */
  answers(count: number): Promise<RawAnswer[]>;
  /** What came and is no answer, whole or begun. */
  rest(): string;
  /** The connection is closed, from either side. */
  ended(): boolean;
  /** It was not closed but broken off. */
  reset(): boolean;
}

/** @param ca of the server's certificate; without it the connection is a plain one. */
export function dial(port: number, ca?: Buffer): RawClient {
  const to = { port, host: "127.0.0.1" };
  const socket = ca ? connectByTls({ ...to, ca, servername: "" }) : connect(to);
  socket.setNoDelay(true);
  let text = "";
  let ended = false;
  let reset = false;
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    text += chunk;
  });
  socket.on("close", () => {
    ended = true;
  });
  socket.on("error", ({ code }: NodeJS.ErrnoException) => {
    reset ||= code === "ECONNRESET" || code === "EPIPE";
  });
  const read = () => readAnswers(text);
  return {
    socket,
    send: (bytes) => void socket.write(bytes),
    answers: (count) =>
      until(
        `${count} answers, after ${text.slice(0, 200)}`,
        () => read().answers.length >= count && read().answers,
      ),
    rest: () => read().rest,
    ended: () => ended,
    reset: () => reset,
  };
}

function readAnswers(text: string): { answers: RawAnswer[]; rest: string } {
  const answers: RawAnswer[] = [];
  let rest = text;
  for (;;) {
    const match = /^HTTP\/1\.1 (\d{3}) ?[^\r]*\r\n((?:[^\r]+\r\n)*)\r\n/.exec(rest);
    if (!match) return { answers, rest };
    const [head, status, lines = ""] = match;
    const headers = Object.fromEntries(
      [...lines.matchAll(/([^:\r\n]+): ?([^\r]*)\r\n/g)].map(([, name = "", value = ""]) => [
        name.toLowerCase(),
        value,
      ]),
    );
    const after = rest.slice(head.length);
    const read = headers["transfer-encoding"] === "chunked" ? readChunks(after) : readLength(after, headers);
    if (!read) return { answers, rest };
    // An answer that only says "go on" is followed by the one that counts.
    if (status !== "100") {
      // node:http writes a capital letter.
      const lane = /^connection: /m.test(lines);
      const last = /^connection: close/im.test(lines);
      const body = Buffer.from(read.body, "latin1").toString();
      answers.push({ status: Number(status), headers, body, lane, last });
    }
    rest = read.after;
  }
}

function readLength(
  text: string,
  headers: Record<string, string>,
): { body: string; after: string } | undefined {
  const length = Number(headers["content-length"] ?? 0);
  return text.length < length ? undefined : { body: text.slice(0, length), after: text.slice(length) };
}

function readChunks(text: string): { body: string; after: string } | undefined {
  let body = "";
  for (let at = 0; ; ) {
    const line = /^([0-9a-f]+)[^\r]*\r\n/i.exec(text.slice(at));
    if (!line) return undefined;
    const length = Number.parseInt(line[1] ?? "", 16);
    at += line[0].length;
    if (text.length < at + length + 2) return undefined;
    body += text.slice(at, at + length);
    at += length + 2;
    if (length === 0) return { body, after: text.slice(at) };
  }
}
