import { constants, type ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import type { AnyRequest } from "./request-body";

/**
 * Which bot every open Bot API connection serves, so that faults can cut them. An HTTP/1.1 connection serves one
 * call at a time and is cut whole; an HTTP/2 connection carries many bots, so for one bot only its streams are.
 */
export class Connections {
  private readonly sockets = new Set<Socket>();
  private readonly botOf = new WeakMap<Socket, number>();
  private readonly streams = new Map<ServerHttp2Stream, number>();

  opened(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    // A peer that goes away is no error of ours.
    socket.on("error", () => {});
    socket.on("close", () => this.sockets.delete(socket));
  }

  /** Notes that this call is for a bot (0: no bot's). */
  serving(request: AnyRequest, botId: number): void {
    if (!("stream" in request)) {
      this.botOf.set(request.socket, botId);
      return;
    }
    const { stream } = request;
    this.streams.set(stream, botId);
    stream.on("close", () => this.streams.delete(stream));
  }

  /** Cuts the connection a call came on; on HTTP/2 the stream alone when only one bot is meant. */
  cutCall(request: AnyRequest, wholeConnection: boolean): void {
    if (!("stream" in request)) request.socket.destroy();
    else if (wholeConnection) request.stream.session?.destroy();
    else request.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  /** Cuts what is open for one bot, or for every bot. Connections that only serve the control API stay. */
  cut(botId: number | undefined): void {
    for (const socket of this.sockets) {
      const id = this.botOf.get(socket);
      if (id !== undefined && (botId === undefined || id === botId)) socket.destroy();
    }
    for (const [stream, id] of this.streams) {
      if (botId === undefined) stream.session?.destroy();
      else if (id === botId) stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    }
  }

  destroyAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
