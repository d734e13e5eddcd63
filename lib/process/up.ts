import { type ChildProcess, fork } from "node:child_process";
import { join, resolve } from "node:path";
import { parseConfig } from "../config/env";
import { withSecrets } from "../config/secrets";
import { type Child, startChild } from "./child";
import { childEnvironment } from "./child-environment";
import { assertPortsFree } from "./free-ports";
import { type OpenDatabase, openDatabase } from "./open-database";
import { ExpectedFailure, plainEnglish } from "./plain-english";
import { portalAddress } from "./portal-address";
import { onStopSignal } from "./stop-signals";

/** Everything on this machine: database, migrations, first admin, then web and sidecar. */
const program = (name: string) => join(import.meta.dirname, `${name}.js`);
const say = (sentence: string) => console.log(sentence);

let database: OpenDatabase | undefined;
let preparing: ChildProcess | undefined;
let children: Child[] = [];
let stopping: Promise<void> | undefined;

/** The processes first, so that they finish what they have in hand; then the database they write it to. */
async function stopAll(): Promise<void> {
  preparing?.kill();
  await Promise.all(children.map((child) => child.stop()));
  await database?.stop();
}

function stop(code: number): void {
  stopping ??= stopAll().then(
    () => process.exit(code),
    (error: unknown) => {
      console.error(plainEnglish(error));
      process.exit(1);
    },
  );
}

/** A second Ctrl-C: nothing is waited for. The database's watchdog ends it when we are gone. */
function force(): void {
  preparing?.kill();
  for (const child of children) child.kill();
  process.exit(1);
}

async function up(): Promise<void> {
  const dataDir = resolve(process.env.DATA_DIR || ".data");
  const config = parseConfig(process.env);
  await assertPortsFree(config);
  database = await openDatabase({ ...config, DATA_DIR: dataDir }, say);
  if (stopping) return;
  const env = { ...withSecrets(process.env, dataDir, true), DATA_DIR: dataDir, DATABASE_URL: database.url };
  const complete = parseConfig(env);
  const adminLink = await prepare(env);
  if (stopping) return;

  const child = (name: string) => startChild({ name, script: program(name), env, log: say });
  children = [child("web"), child("sidecar")];
  await Promise.all(children.map(({ ready }) => ready));
  if (stopping) return;
  say(`Hookline is up at ${portalAddress(complete)}`);
  if (adminLink) say(`Make the first admin here, within a day: ${adminLink}`);
}

/** Runs dist/prepare.js to its end; resolves to the first admin's link where there is no admin yet. */
function prepare(env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  return new Promise((done, fail) => {
    let adminLink: string | undefined;
    const child = fork(program("prepare"), [], {
      env: { ...childEnvironment("prepare", env), NODE_ENV: "production" },
      detached: true,
    });
    preparing = child;
    child.on("message", (message) => {
      adminLink = (message as { adminLink?: string }).adminLink;
    });
    child.once("error", fail).once("exit", (code, signal) => {
      preparing = undefined;
      if (code === 0) done(adminLink);
      else
        fail(new ExpectedFailure(`The database could not be prepared (${signal ?? `exit code ${code}`}).`));
    });
  });
}

onStopSignal(() => stop(0), force);
up().catch((error: unknown) => {
  if (stopping) return;
  console.error(plainEnglish(error));
  stop(1);
});
