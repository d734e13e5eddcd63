import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // These load native parts or wasm of their own, or keep connections: Node loads them, Next does not bundle them.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "grammy",
    "pg",
    "pino",
    "prom-client",
    "undici",
  ],
  // forbidden() and app/forbidden.tsx: a page for who may not see one, with status 403.
  // A page that is shown anew while the server is away waits for it, in the place of the browser's error page.
  // Pages are loaded when first asked for: all at the start take memory that a quiet deployment never needs.
  experimental: {
    authInterrupts: true,
    useOffline: true,
    preloadEntriesOnStart: false,
    // As much as the web process lets through (lib/web/pages-proxy.ts): of a longer body Next would pass on a part.
    proxyClientMaxBodySize: "2mb",
  },
  // No page has a picture for Next to scale, and its scaler is open to everybody.
  images: { unoptimized: true },
  // A page's title comes with the page, for browsers as for bots: streamed after it, as Next does by default, the tab
  // lost its name for 300 ms in one of 25 times that an open page was shown anew.
  htmlLimitedBots: /.*/,
  // `npm run types` checks the whole tree, tests included.
  typescript: { ignoreBuildErrors: true },
};

export default config;
