import { botMethods } from "./bot-methods";
import { callbackMethods } from "./callback-methods";
import { chatMethods } from "./chat-methods";
import { fileMethods } from "./file-methods";
import { messageMethods } from "./message-methods";
import type { Method } from "./method";
import { updateMethods } from "./update-methods";

/** Every method the simulator knows, by its name in lower case. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [
    ...updateMethods,
    ...botMethods,
    ...messageMethods,
    ...callbackMethods,
    ...chatMethods,
    ...fileMethods,
  ].map((method) => [method.name.toLowerCase(), method]),
);
