import {
  Api,
  type ApiCallFn,
  GrammyError,
  type RawApi,
  type TransformableApi,
  type Transformer,
} from "grammy";
import type { LoadedBot } from "../bots/bot-directory";
import type { UpdateCalls } from "../sending/update-calls";
import { TelegramRefusal } from "../telegram/failure";

type Signal = Parameters<ApiCallFn>[2];

/**
 * grammY's API object for one update: all of its methods, whose calls go to `calls`. Its constructor would make an HTTP
 * client, which we never use and which costs more than everything else of a context. All have one prototype: with one a
 * bot, V8 would see a new kind of object in each, and look up every method anew.
 */
export function apiOver(bot: LoadedBot, calls: UpdateCalls): Api {
  const transformers: Transformer[] = [];
  let call: ApiCallFn = async (method, payload) => {
    try {
      return { ok: true, result: (await calls.make(method, payload)) as never };
    } catch (error) {
      if (!(error instanceof TelegramRefusal)) throw error;
      return { ok: false, error_code: error.errorCode, description: error.description };
    }
  };
  const raw = new Proxy({} as RawApi, {
    get: (_, method) => {
      if (typeof method !== "string" || method === "toJSON") return undefined;
      // Methods without parameters are called with nothing but, at most, a signal.
      return (first?: object, signal?: Signal) =>
        first instanceof AbortSignal
          ? ask(method, {}, first as unknown as Signal)
          : ask(method, first ?? {}, signal);
    },
  });
  async function ask(method: string, payload: object, signal?: Signal): Promise<unknown> {
    const answer = await call(method as "getMe", payload, signal);
    if (answer.ok) return answer.result;
    throw new GrammyError(`${method} was refused`, answer, method, payload as Record<string, unknown>);
  }
  const installable: TransformableApi = {
    raw,
    installedTransformers: transformers,
    use(...more) {
      for (const transformer of more) {
        const before = call;
        call = (method, payload, signal) => transformer(before, method, payload, signal);
        transformers.push(transformer);
      }
      return installable;
    },
  };
  const config: Api["config"] = {
    use: installable.use,
    installedTransformers: () => [...transformers],
  };
  return Object.assign(Object.create(Api.prototype) as Api, { token: bot.token, raw, config });
}
