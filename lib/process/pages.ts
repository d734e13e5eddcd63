import { readFileSync, rmSync } from "node:fs";
import { setPriority } from "node:os";
import { dirname, resolve } from "node:path";
import { startPortal } from "../runtime/portal";
import { readRuntimeConfig } from "../runtime/start-from-environment";
import { startPagesServer } from "../web/pages-server";
import { peerKeyFileBeside } from "../web/peer";
import { setRuntime } from "../web/runtime";
import { warmUp } from "../web/warm-up";
import { ExpectedFailure } from "./plain-english";
import { runProcess } from "./run-process";

/** Where a core is short, updates come before pages. */
const niceness = 5;

runProcess(async () => {
  const [, , socketPath] = process.argv;
  if (socketPath === undefined || process.send === undefined)
    throw new ExpectedFailure("The web process starts the pages: run `npm run web`.");
  const config = readRuntimeConfig(process.env);
  const starting = startPortal(config, "pages");
  setRuntime(starting);
  const portal = await starting;
  // A predecessor that was killed left it behind.
  rmSync(socketPath, { force: true });
  const close = await startPagesServer(portal, {
    dir: resolve(import.meta.dirname, ".."),
    socketPath,
    peerKey: readFileSync(peerKeyFileBeside(socketPath), "utf8"),
  });
  setPriority(niceness);
  void warmUp(portal, socketPath);
  return async () => {
    await close();
    await portal.close();
    // Should the web process have been killed, nobody else tidies up.
    if (!process.connected) rmSync(dirname(socketPath), { recursive: true, force: true });
  };
});
