import type { HeldSession } from "../accounts/session-watch";
import type { Portal } from "./runtime";

/**
 * A body that is made as fast as it is taken. It breaks off, unfinished, as soon as the session it is read under is void
 * or its person has another role.
 */
export function bodyOfSession(
  { sessions }: Pick<Portal, "sessions">,
  held: HeldSession,
  pieces: AsyncGenerator<string>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let unwatch = () => {};
  const end = async () => {
    unwatch();
    await pieces.return(undefined);
  };
  return new ReadableStream({
    start(controller) {
      unwatch = sessions.watch(held, () => {
        // Next destroys the answer on an error of this name without a line in the log.
        controller.error(new DOMException("The session is over.", "AbortError"));
        void end();
      });
    },
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (!done) return controller.enqueue(encoder.encode(value));
      unwatch();
      controller.close();
    },
    cancel: end,
  });
}
