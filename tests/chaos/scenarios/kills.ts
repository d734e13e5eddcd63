import { randomInt } from "node:crypto";
import { type Deployment, startDeployment } from "../deployment";
import { type Form, type Outcome, pause, type Scenario } from "../scenario";
import { startTraffic } from "../traffic";

const sizes = {
  long: { bots: 60, perSecond: 200, kills: 4, betweenMs: 8_000, settleMs: 240_000, env: {} },
  short: {
    bots: 10,
    perSecond: 80,
    kills: 1,
    betweenMs: 2_500,
    settleMs: 60_000,
    env: { LEASE_TTL_MS: "5000", SWEEP_AFTER_MS: "3000" },
  },
};

type Strike = (system: Deployment, round: number) => Promise<void>;

interface More {
  ownPostgres?: boolean;
  /** What the strikes themselves found amiss. */
  found?: () => string[];
}

/** Bots at both doors under load and two sidecars, while `strike` hits again and again. */
async function underFire(form: Form, rate: number | undefined, strike: Strike, more: More = {}) {
  const { ownPostgres = false, found = () => [] } = more;
  const { bots, kills, betweenMs, settleMs, env } = sizes[form];
  const perSecond = rate ?? sizes[form].perSecond;
  const system = await startDeployment({
    bots,
    mode: (i) => (i % 2 === 0 ? "webhook" : "polling"),
    sidecars: 2,
    ownPostgres,
    env,
  });
  try {
    const traffic = startTraffic(system.ledger, system.bots, { perSecond, chatsPerBot: 5 });
    await pause(2_000);
    for (let round = 0; round < kills; round++) {
      await strike(system, round);
      await pause(betweenMs + randomInt(1_000));
    }
    traffic.stop();
    const left = await leftTheWebhook(system);
    return await system.finish(settleMs, [...left, ...found()]);
  } finally {
    await system.close();
  }
}

/** Hookline or its database being down itself is no reason to leave the webhook. */
async function leftTheWebhook({ data }: Deployment): Promise<string[]> {
  const left = await data.prisma.transportEvent.findMany({
    where: { actor: "hookline", fromDoor: "webhook", toDoor: "polling" },
  });
  const reasons = [...new Set(left.map(({ reason }) => reason))].join("; ");
  return left.length === 0 ? [] : [`${left.length} times a bot left its webhook: ${reasons}`];
}

export const killWeb: Scenario = {
  name: "kill-web",
  promise: "kill -9 of web under load",
  lane: "busy",
  run: (form, rate) => underFire(form, rate, (system) => system.killWeb(randomInt(200, 2_000))),
};

export const killSidecar: Scenario = {
  name: "kill-sidecar",
  promise: "kill -9 of the sidecar that owns half the polled bots",
  lane: "busy",
  run: (form, rate) =>
    underFire(form, rate, (system, round) => system.killSidecar(round % 2, randomInt(200, 4_000))),
};

async function killDatabase({ postgres }: Deployment): Promise<void> {
  await postgres.kill();
  await pause(randomInt(200, 3_000));
  await postgres.restart();
}

export const killPostgres: Scenario = {
  name: "kill-postgres",
  promise: "kill -9 of PostgreSQL and all its children under load",
  lane: "busy",
  run: (form, rate) => underFire(form, rate, killDatabase, { ownPostgres: true }),
};

async function pauseSidecars(form: Form, rate?: number): Promise<Outcome> {
  const pausedMs = form === "long" ? 30_000 : 7_000;
  let takenOverMs: number | undefined;
  const found = () => (takenOverMs === undefined ? ["The paused sidecar's bots found no other owner."] : []);
  const strike: Strike = async (system, round) => {
    // One pause of the whole length; in the long form a shorter one for the other sidecar too.
    if (round > 1) return;
    const victim = system.sidecars[round % 2];
    const began = performance.now();
    victim?.child.kill("SIGSTOP");
    const polled = await system.countAt("polling");
    while (performance.now() - began < pausedMs) {
      await pause(250);
      if (takenOverMs !== undefined) continue;
      const held = await leasesOfTheLively(system);
      if (held === polled) takenOverMs = Math.round(performance.now() - began);
    }
    victim?.child.kill("SIGCONT");
  };
  const outcome = await underFire(form, rate, strike, { found });
  if (takenOverMs !== undefined) outcome.notes.push(`all bots had a living owner after ${takenOverMs} ms`);
  return outcome;
}

/** Polled bots whose unexpired lease belongs to the sidecar that renews. */
async function leasesOfTheLively({ data }: Deployment): Promise<number> {
  const owners = await data.prisma.bot.groupBy({
    by: ["leaseOwner"],
    where: { activeDoor: "polling", leaseOwner: { not: null }, leaseExpiresAt: { gt: new Date() } },
    _count: true,
  });
  return owners.length === 1 ? (owners[0]?._count ?? 0) : 0;
}

export const pauseSidecar: Scenario = {
  name: "pause-sidecar",
  promise: "SIGSTOP of a sidecar for longer than its leases, then SIGCONT",
  lane: "busy",
  run: pauseSidecars,
};
