// Our own route under a bare `next start`: what a Next host without the fast lane does.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";

const program = createRequire(import.meta.url).resolve("next/dist/bin/next");
const child = spawn(process.execPath, [program, "start", "-p", process.env.PORT, "-H", "127.0.0.1"], {
  stdio: ["ignore", "inherit", "inherit"],
});
const end = () => child.kill("SIGTERM");
process.on("SIGTERM", end);
process.on("disconnect", end);
child.on("exit", () => process.exit(0));
for (;;) {
  // The runtime is made at the first call of a route that needs it.
  const up = await fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then(
    (r) => r.ok,
    () => false,
  );
  if (up) break;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
process.send("ready");
