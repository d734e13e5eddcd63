import { Agent, fetch as fetchByUndici } from "undici";
import { noSuchAction } from "./page-refusal";

/** A name for the pages that nothing resolves: what is asked of it never leaves this process's own socket. */
const ownOrigin = "http://pages.invalid";

/**
 * Next asks itself for pages, with the headers of the client for whom it does: the page that an action leads to, and an
 * action that was posted to a page which does not have it. It would do so at our public port, where the request would
 * come from this machine, and thus from a trusted proxy.
 *
 * After this call the first goes to the pages' own socket, where the header with the client's address stays true. The
 * second is refused as an action that does not exist: our pages call the actions they have.
 *
 * @returns what closes the connections.
 */
export function keepNextsOwnCalls(socketPath: string): () => Promise<void> {
  const agent = new Agent({ connect: { socketPath } });
  const fetchOutside = globalThis.fetch;
  process.env.__NEXT_PRIVATE_ORIGIN = ownOrigin;
  globalThis.fetch = async (input, init) => {
    if (!(input instanceof URL) || input.origin !== ownOrigin) return fetchOutside(input, init);
    const headers = new Headers(init?.headers);
    if (init?.method !== "GET" || headers.has("x-action-forwarded")) return new Response(null, noSuchAction);
    const answer = await fetchByUndici(input, {
      headers: [...headers],
      redirect: init.redirect ?? "follow",
      dispatcher: agent,
    });
    return answer as unknown as Response;
  };
  return () => agent.close();
}
