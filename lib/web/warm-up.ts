import { randomUUID } from "node:crypto";
import { request } from "node:http";
import type { Portal } from "../runtime/portal";

/** Where visitors come in. Without a session the second leads to the first, once all its code is there. */
const entrances = ["/sign-in", "/bots"];

/**
 * Does what the first visitor of a new process would wait for otherwise: Prisma compiles its query compiler at
 * the first query (0.3 s of processor time), and Next reads a page's code at its first request.
 *
 * @param socketPath where the pages listen.
 */
export async function warmUp({ sessions, log }: Portal, socketPath: string): Promise<void> {
  try {
    await sessions.personOf(randomUUID(), "");
    for (const path of entrances) await visit(socketPath, path);
  } catch (error) {
    // The first visitor waits, then, or finds out what is wrong.
    log.debug({ err: error }, "pages: not warmed up");
  }
}

function visit(socketPath: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path, agent: false }, (answer) => answer.resume().once("close", resolve))
      .once("error", reject)
      .end();
  });
}
