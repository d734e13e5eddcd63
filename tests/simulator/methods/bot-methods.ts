import { z } from "zod";
import { badRequest } from "../api-error";
import { newToken } from "../bot";
import { answer, type Call, type Method } from "./method";
import { botUser } from "./user";

const MAX_COMMANDS = 100;
const commandsShape = z.array(z.looseObject({ command: z.string(), description: z.string() }));

/** Commands are kept per scope and language; the key names both. */
function commandsKey({ params }: Call): string {
  return `${params.text("scope")} ${params.text("language_code")}`;
}

function setMyCommands(call: Call) {
  const parsed = commandsShape.safeParse(call.params.json("commands") ?? []);
  if (!parsed.success) throw badRequest("can't parse BotCommand: expected an Array of BotCommand");
  if (parsed.data.length > MAX_COMMANDS) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  const commands = parsed.data.map(({ command, description }) => {
    const name = command.replace(/^\//, "").toLowerCase();
    if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest("BOT_COMMAND_INVALID");
    if (description.length < 1 || description.length > 256)
      throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
    return { command: name, description };
  });
  call.bot.commands.set(commandsKey(call), commands);
  return answer(true);
}

/** Calls about the bot itself, and about bots it manages. */
export const botMethods: Method[] = [
  {
    name: "getMe",
    run: ({ bot }) =>
      answer({
        ...botUser(bot),
        can_join_groups: true,
        can_read_all_group_messages: false,
        supports_inline_queries: false,
        can_connect_to_business: false,
        has_main_web_app: false,
        can_manage_bots: true,
      }),
  },
  { name: "setMyCommands", run: setMyCommands },
  { name: "getMyCommands", run: (call) => answer(call.bot.commands.get(commandsKey(call)) ?? []) },
  {
    name: "deleteMyCommands",
    run(call) {
      call.bot.commands.delete(commandsKey(call));
      return answer(true);
    },
  },
  {
    name: "getManagedBotToken",
    run({ world, params }) {
      const managed = world.bots.get(params.int("user_id", 0));
      if (!managed || managed.revoked) throw badRequest("bot not found");
      return answer(managed.token);
    },
  },
  {
    name: "replaceManagedBotToken",
    run({ world, params }) {
      const managed = world.bots.get(params.int("user_id", 0));
      if (!managed || managed.revoked) throw badRequest("bot not found");
      managed.token = newToken(managed.id);
      return answer(managed.token);
    },
  },
  { name: "logOut", run: () => answer(true) },
  { name: "close", run: () => answer(true) },
];
