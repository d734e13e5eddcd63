import { constants, type Http2Session, type ServerHttp2Stream } from "node:http2";
import type { World } from "./world";

/** What can go wrong on HTTP/2 alone, applied to the stream of a Bot API call before it is executed. */
export class Http2Faults {
  private readonly silent = new WeakSet<Http2Session>();

  constructor(private readonly world: World) {}

  /** True when a fault swallowed the call. */
  apply(stream: ServerHttp2Stream, botId: number): boolean {
    const { session } = stream;
    if (session && this.silent.has(session)) {
      stream.resume();
      return true;
    }
    const fault = this.world.faults.find(botId, "h2-goaway", "h2-reset", "h2-silent");
    if (!fault) return false;
    if (fault.kind === "h2-reset") {
      stream.close(constants.NGHTTP2_REFUSED_STREAM);
      return true;
    }
    if (fault.kind === "h2-goaway") {
      // The connection takes no new calls; this one is still answered.
      session?.goaway(constants.NGHTTP2_NO_ERROR);
      return false;
    }
    // From its first call in the fault on, the connection stays open and answers nothing but pings.
    if (session) this.silent.add(session);
    stream.resume();
    return true;
  }
}
