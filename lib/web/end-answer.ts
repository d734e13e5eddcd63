import type { IncomingMessage, ServerResponse } from "node:http";
import { type ProblemCode, problem } from "./api/problem";

/** A sender that sends nothing for so long is not waited for, in milliseconds, and none for longer than the other. */
const silentMs = 2_000;
const longestMs = 10_000;

/** An answer that the web process gives by itself, before it has read the request's body. */
export interface EarlyRefusal {
  status: number;
  code: ProblemCode;
  /** One sentence for whoever reads it. */
  detail: string;
  headers?: Readonly<Record<string, string>>;
}

/** Refuses a request, to programs as a problem, and closes the connection: the request is not read any further. */
export async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, detail, headers = {} }: EarlyRefusal,
): Promise<void> {
  const ofApi = request.url?.startsWith("/api/") ?? false;
  const text = ofApi ? JSON.stringify(problem(status, code, detail)) : `${detail}\n`;
  // HEAD's answer has no body.
  const body = Buffer.from(request.method === "HEAD" ? "" : text);
  response.shouldKeepAlive = false;
  response.writeHead(status, {
    "content-type": ofApi ? "application/problem+json" : "text/plain; charset=utf-8",
    "content-length": body.length,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    ...headers,
  });
  response.write(body);
  await endAnswer(request, response);
}

/**
 * Ends an answer that is written. Where the connection ends with it and the request's body is still coming, the body is
 * read and dropped for a moment first: a socket that is closed with unread bytes in it is reset by the system, and the
 * sender would lose the answer.
 */
export async function endAnswer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Who has asked whether to send the body and was answered otherwise sends none.
  const sending = !request.complete && request.headers.expect === undefined;
  if (!response.shouldKeepAlive && sending) {
    response.flushHeaders();
    await dropBody(request);
  }
  response.end();
}

function dropBody(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const enough = () => {
      clearTimeout(silent);
      clearTimeout(longest);
      resolve();
    };
    const silent = setTimeout(enough, silentMs);
    const longest = setTimeout(enough, longestMs);
    request
      .on("data", () => silent.refresh())
      .once("close", enough)
      .once("error", enough)
      .once("end", enough)
      .resume();
  });
}
