import { createApiKey } from "../../../lib/accounts/create-api-key";
import { fleetJudgedAt } from "../../../lib/data/fleet-verdicts";
import { insertFleet } from "../fleet";
import { insertHistory } from "../history";
import { median, row } from "../report";
import type { Findings, Pace } from "../scenario";
import { insertAdmin, signInAs } from "../sign-in";
import type { Stage } from "../stage";
import { pause } from "../usage";

const bots = 10_000;
/** The most a request may take, in milliseconds. */
const most = 300;

/** Tenants' and admins' pages, and what the REST API lists. Bot 1 is the busiest; user 1 has 500 bots. */
const tenantPages = [
  "/bots",
  "/bots?sort=volume",
  "/bots?q=bench_1&state=unknown&page=2",
  "/bots/new",
  "/bots/1",
  "/bots/1?range=90d",
  "/bots/1/replies",
  "/bots/1/updates",
  "/bots/1/updates?text=nothing+like+this",
  "/bots/1/updates?state=dead",
  "/bots/1/messages",
  "/bots/1/timeline",
  "/bots/1/settings",
  "/account",
];
const adminPages = [
  "/admin",
  "/admin?sort=health&page=100",
  "/admin?health=unknown&sort=lastUpdate&direction=desc",
  "/admin?search=bench_99&range=90d",
  "/admin/bots/1",
  "/admin/processes",
  "/admin/migration",
  "/admin/users",
  "/admin/users?search=person99",
  "/admin/audit",
  "/admin/audit?action=fleet.look",
];
const calls = [
  "/bots",
  "/bots?limit=100",
  "/bots/1",
  "/bots/1/updates?limit=100",
  "/bots/1/updates?text=nothing+like+this",
  "/bots/1/timeline?limit=100",
  "/bots/1/replies",
  "/bots/1/quarantine",
  "/bots/1/health",
  "/bots/1/stats",
];

/** Every page and every list of the API over 10,000 bots with millions of updates: first by a new process, then again. */
export async function requests(stage: Stage, pace: Pace): Promise<Findings> {
  const web = await stage.startWeb();
  const url = `http://127.0.0.1:${web.port}`;
  await insertFleet(stage.data, stage.vault, { door: "webhook", bots, baseUrl: url });
  await insertHistory(stage.data, bots, pace.quick ? 500_000 : 5_000_000);
  const admin = await insertAdmin(stage);
  const [ofAdmin, ofTenant] = [await signInAs(stage, admin), await signInAs(stage, 1)];
  const { key } = await createApiKey(stage, { userId: 1, name: "bench" });
  const sidecar = await stage.startSidecar({ WEBHOOK_BASE_URL: url });
  const ask = async (path: string, headers: Record<string, string>): Promise<number> => {
    const began = performance.now();
    const response = await fetch(`${url}${path}`, { headers, redirect: "manual" });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`);
    return performance.now() - began;
  };
  try {
    while ((await fleetJudgedAt(stage.data)).judgedAt === undefined) await pause(200);
    // The first request of all is nobody's.
    await ask("/sign-in", {});
    const all = [
      ...tenantPages.map((path) => ({ path, headers: { cookie: ofTenant } })),
      ...adminPages.map((path) => ({ path, headers: { cookie: ofAdmin } })),
      ...calls.map((path) => ({ path: `/api/v1${path}`, headers: { authorization: `Bearer ${key}` } })),
    ];
    const rows = [];
    for (const { path, headers } of all) {
      const first = await ask(path, headers as Record<string, string>);
      const again = [];
      for (let n = 0; n < (pace.quick ? 5 : 15); n++)
        again.push(await ask(path, headers as Record<string, string>));
      const goal = { unit: "ms", must: most, better: "lower", digits: 0 } as const;
      rows.push(row({ what: `${path}, first`, ...goal }, first));
      rows.push(row({ what: `${path}, again`, ...goal }, median(again)));
    }
    return { rows };
  } finally {
    await Promise.all([web.stop(), sidecar.stop()]);
  }
}
