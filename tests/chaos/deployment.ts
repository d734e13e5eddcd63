import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { BotView } from "../../lib/bots/schemas";
import type { Database } from "../../lib/data/database";
import type { SimulatorOptions } from "../simulator/index";
import { type Account, type HooklineProcess, type RunningHookline, startHookline } from "../support/hookline";
import { type KillablePostgres, sharedPostgres, startKillablePostgres } from "./killable-postgres";
import { Ledger } from "./ledger";
import { type Outcome, passed, pause } from "./scenario";
import { settle } from "./settle";

export interface ChaosBot {
  id: number;
  telegramId: number;
}

/** Hookline's built processes on a PostgreSQL and a simulator of their own, with bots that echo. */
export interface Deployment {
  hookline: RunningHookline;
  postgres: KillablePostgres;
  account: Account;
  data: Database;
  ledger: Ledger;
  bots: ChaosBot[];
  /** Sidecars in the order of their start; the first came with the deployment. */
  sidecars: HooklineProcess[];
  /** kill -9, with a successor after `downMs`. */
  killWeb(downMs?: number): Promise<void>;
  killSidecar(index: number, downMs?: number): Promise<void>;
  /** Asks for a mode by REST; the answer's status, or 0 where none came. */
  setMode(bot: ChaosBot, mode: "webhook" | "polling"): Promise<number>;
  /** How many bots stand at this door now. */
  countAt(door: "webhook" | "polling"): Promise<number>;
  /**
   * Waits for every answer and every outcome, then counts; ends the deployment.
   *
   * @param found what the scenario found amiss by itself: the processes' logs are kept for it too.
   */
  finish(maxMs: number, found?: readonly string[]): Promise<Outcome>;
  /** Ends everything that was started; harmless after `finish`. */
  close(): Promise<void>;
}

export interface DeploymentOptions {
  bots: number;
  /** The mode of bot number i. */
  mode(i: number): "webhook" | "polling";
  sidecars?: number;
  /** A PostgreSQL that no other deployment uses, so that it may be killed. */
  ownPostgres?: boolean;
  env?: Record<string, string>;
  simulator?: SimulatorOptions;
  /** Called when the processes run and no bot is registered yet. */
  beforeBots?: (hookline: RunningHookline) => void;
}

/** Registrations under way at once. */
const registeringAtOnce = 8;
const echo = { replies: [{ trigger: { type: "any" }, text: "{{text}}", enabled: true }] };

/** Starts follow one another: two cores that start five deployments at once start none in time. */
let starting: Promise<unknown> = Promise.resolve();

export function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  const started = starting.then(() => startNow(options));
  starting = started.catch(() => {});
  return started;
}

async function startNow(options: DeploymentOptions): Promise<Deployment> {
  const postgres = options.ownPostgres ? await startKillablePostgres() : await sharedPostgres();
  const stopPostgres = () => (options.ownPostgres ? postgres.stop() : Promise.resolve());
  let hookline: RunningHookline;
  try {
    hookline = await startHookline({
      postgres: postgres.url,
      ...(options.env ? { env: options.env } : {}),
      ...(options.simulator ? { simulator: options.simulator } : {}),
    });
  } catch (error) {
    await stopPostgres();
    throw error;
  }
  const { simulator, db } = hookline;
  // Killed processes belong to it too: `alive` are those that must not end by themselves.
  const alive = new Set<HooklineProcess>([hookline.web, hookline.sidecar]);
  const everyone = [hookline.web, hookline.sidecar];
  const sidecars = [hookline.sidecar];
  const problems: string[] = [];
  const ledger = new Ledger(simulator);
  let web = hookline.web;
  let closed = false;
  let judged = false;

  async function start(kind: "web" | "sidecar"): Promise<HooklineProcess> {
    const started = await hookline.start(kind);
    alive.add(started);
    everyone.push(started);
    return started;
  }

  async function kill(victim: HooklineProcess): Promise<void> {
    alive.delete(victim);
    await victim.kill();
  }

  async function register(account: Account, i: number): Promise<ChaosBot> {
    const { id: telegramId, token } = simulator.createBot({});
    const body = { token, mode: options.mode(i) };
    const { status, json } = await hookline.api(account, "POST", "/bots", body);
    if (status !== 201) {
      // Log lines are gathered for a moment.
      await pause(300);
      throw new Error(`POST /bots: ${status} ${JSON.stringify(json)}\n${logTails(everyone).join("\n")}`);
    }
    const { id, activeDoor } = json as BotView;
    if (activeDoor !== body.mode) throw new Error(`A ${body.mode} bot began at ${activeDoor}.`);
    const put = await hookline.api(account, "PUT", `/bots/${id}/replies`, echo);
    if (put.status !== 200) throw new Error(`PUT /replies: ${put.status}`);
    const bot = { id, telegramId };
    ledger.watch(bot);
    return bot;
  }

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    if (!judged)
      process.stderr.write(`Broken off; what the processes said is in ${await keepLogs(everyone)}.\n`);
    ledger.close();
    // A paused process hears of nothing.
    for (const { child } of alive) child.kill("SIGCONT");
    await hookline.close();
    await stopPostgres();
  }

  function lookForDeaths(): void {
    for (const { child, output } of alive) {
      if (child.exitCode === null && child.signalCode === null) continue;
      problems.push(
        `${child.spawnargs.at(-1)} ended by itself (${child.signalCode ?? child.exitCode}): ${output().slice(-600)}`,
      );
    }
  }

  try {
    options.beforeBots?.(hookline);
    const account = await hookline.account();
    while (sidecars.length < (options.sidecars ?? 1)) sidecars.push(await start("sidecar"));
    const bots: ChaosBot[] = [];
    for (let first = 0; first < options.bots; first += registeringAtOnce) {
      const count = Math.min(registeringAtOnce, options.bots - first);
      const some = Array.from({ length: count }, (_, i) => register(account, first + i));
      bots.push(...(await Promise.all(some)));
    }

    return {
      hookline,
      postgres,
      account,
      data: db.database,
      ledger,
      bots,
      sidecars,
      async killWeb(downMs = 500) {
        await kill(web);
        await pause(downMs);
        web = await start("web");
      },
      async killSidecar(index, downMs = 500) {
        const victim = sidecars[index];
        if (victim) await kill(victim);
        await pause(downMs);
        sidecars[index] = await start("sidecar");
      },
      async setMode(bot, mode) {
        const path = `/bots/${bot.id}`;
        return hookline.api(account, "PATCH", path, { mode }).then(
          ({ status }) => status,
          () => 0,
        );
      },
      countAt: (activeDoor) => db.database.prisma.bot.count({ where: { activeDoor, status: "active" } }),
      async finish(maxMs, found = []) {
        judged = true;
        try {
          problems.push(...found, ...(await settle(ledger, db.database, { maxMs })));
          lookForDeaths();
          const verdict = await ledger.judge(db.database);
          const outcome = { ...verdict, problems, notes: [] };
          if (!passed(outcome)) problems.push(`What the processes said is in ${await keepLogs(everyone)}.`);
          return outcome;
        } finally {
          await close();
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Writes down what the processes said: the way to the cause of a loss. Returns the folder. */
async function keepLogs(processes: readonly HooklineProcess[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hookline-chaos-logs-"));
  const names = processes.map(({ child }, i) => `${i}-${basename(child.spawnargs.at(-1) ?? "")}.log`);
  await Promise.all(processes.map(({ output }, i) => writeFile(join(folder, names[i] ?? ""), output())));
  return folder;
}

/** What the processes said last. */
function logTails(processes: readonly HooklineProcess[]): string[] {
  return processes.map(({ child, output }) => {
    const lines = output().trim().split("\n");
    return `${child.spawnargs.at(-1)}: ${lines.slice(-3).join("\n    ").slice(0, 1500)}`;
  });
}
