/**
 * Node's flags for a process that serves; the commands in package.json and deploy/systemd say the same
 * (docs/performance.md has the figures). Young objects get 4 MB, which suits processes that keep much and make
 * little. The web process takes updates by the thousand, each alive until its commit: where they find little room
 * they are moved among the old ones, and an update costs a quarter more. It gets 16 MB, as Node gives by itself.
 *
 * WebAssembly is Prisma's query compiler: V8 optimizes a function of it once it has run through so many bytes of
 * code, 1.8 million unless told. Nearly all of the compiler has after some twenty queries, which costs 0.3 s and 50 MB for
 * no gain that can be measured, since Prisma keeps the plans of its queries.
 *
 * Node's own code stands on large pages where the system has them (Linux on x64; elsewhere nothing changes): what is done
 * once a second finds little in the processor's caches, and the addresses of 1,200 small pages of code were most of what a
 * process at rest had to fetch again (decision 37).
 *
 * Source maps stay off: Node would read those of every module into memory, 40 MB of them. The bundles in dist/ are
 * not minified, so that errors name the right function without them.
 *
 * @param {string} kind the process's name.
 */
export const nodeFlags = (kind) => [
  `--max-semi-space-size=${kind === "web" ? 16 : 4}`,
  "--wasm-tiering-budget=100000000",
  "--use-largepages=silent",
];
