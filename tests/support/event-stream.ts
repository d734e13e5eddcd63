import { once } from "node:events";
import { type ClientRequest, get, type IncomingMessage } from "node:http";

/** An event stream as a page of the portal holds it. */
export interface OpenStream {
  /** What has come so far. */
  heard(): string;
  /** Resolves with the time (`performance.now()`) at which the server ended it. */
  ended: Promise<number>;
  isOpen(): boolean;
  close(): void;
}

/** Opens /api/events. @returns the stream, or the status of its refusal. */
export async function openStream(url: string, cookie: string): Promise<OpenStream | number> {
  const request: ClientRequest = get(`${url}/api/events`, { agent: false, headers: { cookie } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  if (response.statusCode !== 200) {
    response.resume();
    return response.statusCode ?? 0;
  }
  let text = "";
  let open = true;
  response.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  // It may be closed from here, in the middle.
  request.on("error", () => {});
  response.on("error", () => {});
  const ended = new Promise<number>((resolve) => {
    response.once("close", () => {
      open = false;
      resolve(performance.now());
    });
  });
  await once(response, "data");
  return { heard: () => text, ended, isOpen: () => open, close: () => request.destroy() };
}
