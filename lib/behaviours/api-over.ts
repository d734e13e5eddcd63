import { Api, type ApiCallFn, GrammyError, type Transformer } from "grammy";
import type { LoadedBot } from "../inbox/bot-directory";
import type { UpdateCalls } from "../inbox/update-calls";
import { TelegramRefusal } from "../telegram/failure";

/** grammY's object of each bot; gone when the directory forgets the bot. */
const apis = new WeakMap<LoadedBot, Api>();

type Signal = Parameters<ApiCallFn>[2];

/** Methods that grammY calls with nothing but, at most, a signal. */
const withoutPayload = new Set([
  "getMe",
  "getWebhookInfo",
  "getForumTopicIconStickers",
  "getAvailableGifts",
  "logOut",
  "close",
  "getMyStarBalance",
  "removeMyProfilePhoto",
]);

/**
 * grammY's API object for one update: all of its methods, whose calls go to `calls`. Its HTTP client, which we never
 * use, is made once a bot and not once an update: making it costs more than everything else of a context.
 */
export function apiOver(bot: LoadedBot, calls: UpdateCalls): Api {
  let api = apis.get(bot);
  if (!api) {
    api = new Api(bot.token);
    apis.set(bot, api);
  }
  const transformers: Transformer[] = [];
  let call: ApiCallFn = async (method, payload) => {
    try {
      return { ok: true, result: (await calls.make(method, payload ?? {})) as never };
    } catch (error) {
      if (!(error instanceof TelegramRefusal)) throw error;
      return { ok: false, error_code: error.errorCode, description: error.description };
    }
  };
  const raw = new Proxy(
    {},
    {
      get: (_, method) => {
        if (typeof method !== "string" || method === "toJSON") return undefined;
        return withoutPayload.has(method)
          ? (signal?: Signal) => ask(method, {}, signal)
          : (payload: object, signal?: Signal) => ask(method, payload, signal);
      },
    },
  );
  async function ask(method: string, payload: object, signal?: Signal): Promise<unknown> {
    const answer = await call(method as "getMe", payload, signal);
    if (answer.ok) return answer.result;
    throw new GrammyError(`${method} was refused`, answer, method, payload as Record<string, unknown>);
  }
  const config: Api["config"] = {
    use(...more) {
      for (const transformer of more) {
        const before = call;
        call = (method, payload, signal) => transformer(before, method, payload, signal);
        transformers.push(transformer);
      }
      return undefined as never;
    },
    installedTransformers: () => [...transformers],
  };
  return Object.create(api, { raw: { value: raw }, config: { value: config } }) as Api;
}
