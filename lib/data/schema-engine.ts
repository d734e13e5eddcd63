import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import type * as Bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import type pg from "pg";
import { openPool } from "./connections";
import { repositoryPath } from "./repository";

export type SchemaEngine = Bindings.SchemaEngine;

export interface SchemaSource {
  path: string;
  content: string;
}

/** prisma/schema.prisma as the engine wants it. */
export async function readSchema(): Promise<SchemaSource> {
  const path = repositoryPath("prisma/schema.prisma");
  return { path: "schema.prisma", content: await readFile(path, "utf8") };
}

/**
 * Runs `work` with Prisma's schema engine on the database at `url`.
 *
 * @throws Error in the engine's own words.
 */
export async function withSchemaEngine<T>(
  url: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= loadEngine();
  const { SchemaEngine, panicMessage } = await loaded;
  const { path, content } = await readSchema();
  const pool = createPool(url);
  try {
    const engine = await SchemaEngine.new(
      { datamodels: [[path, content]] },
      () => {},
      bindMigrationAwareSqlAdapterFactory(new EngineAdapter(pool)),
    );
    return await work(engine);
  } catch (error) {
    const message = panicMessage();
    throw message ? new Error(`Prisma's schema engine gave up: ${message}`, { cause: error }) : error;
  } finally {
    await pool.end();
  }
}

interface LoadedEngine {
  SchemaEngine: typeof Bindings.SchemaEngine;
  /** What the engine said before it broke off, if it did. */
  panicMessage(): string | undefined;
}

type Glue = typeof Bindings &
  WebAssembly.ModuleImports & { __wbg_set_wasm(exports: WebAssembly.Exports): void };

/** The glue keeps its module's memory in variables of its own: one module a process. */
let loaded: Promise<LoadedEngine> | undefined;

/**
 * The engine is Prisma's WebAssembly build: the command line's needs a binary that Prisma downloads. Its
 * glue expects a bundler that imports .wasm files; here the module is instantiated by hand.
 */
async function loadEngine(): Promise<LoadedEngine> {
  let panic: string | undefined;
  // The name is the engine's: it leaves its last words there.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        panic = message;
      },
    },
  });
  const place = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const glue = (await import(pathToFileURL(place).href)) as Glue;
  const module = await WebAssembly.compile(await readFile(place.replace(/\.js$/, ".wasm")));
  const { exports } = await WebAssembly.instantiate(module, { "./schema_engine_bg.js": { ...glue } });
  glue.__wbg_set_wasm(exports);
  (exports as unknown as { __wbindgen_start(): void }).__wbindgen_start();
  return { SchemaEngine: glue.SchemaEngine, panicMessage: () => panic };
}

/** OIDs of PostgreSQL's internal "char" and of text. */
const [charType, textType] = [18, 25];

/** Which columns of a result were "char" before it was made readable, by its rows. */
const charColumns = new WeakMap<unknown[], number[]>();

/**
 * Few connections, closed as soon as the engine is done. The adapter refuses results with columns of the
 * type "char", which the engine's look at a database has: they go through as text, and `EngineAdapter`
 * gives them their type back.
 */
function createPool(url: string): pg.Pool {
  const pool = openPool({ connectionString: url, max: 2, application_name: "hookline migrate" });
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    const found = (result.fields ?? []).flatMap((field, at) => (field.dataTypeID === charType ? [at] : []));
    for (const field of result.fields ?? []) if (field.dataTypeID === charType) field.dataTypeID = textType;
    if (found.length > 0) charColumns.set(result.rows, found);
    return result;
  }) as typeof pool.query;
  return pool;
}

/** Prisma's adapter with the two things that the schema engine needs and queries do not. */
class EngineAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const at of charColumns.get(result.rows) ?? []) result.columnTypes[at] = ColumnTypeEnum.Character;
      return result;
    };
    // A migration goes as it is: the adapter would cut it at every semicolon, through the middle of a
    // function's body. Whole, PostgreSQL also runs it as one transaction.
    adapter.executeScript = async (script) => void (await adapter.underlyingDriver().query(script));
    return adapter;
  }
}
