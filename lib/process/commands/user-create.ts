import { createUser } from "../../accounts/create-user";
import { readFirstLine } from "../read-first-line";
import { type Command, type CommandContext, UsageError } from "./command";

/** A pipe that says nothing for so long was not meant for us: schedulers and ssh leave such open. */
const silenceMs = 2_000;

export const userCreateCommand: Command = {
  name: "user create",
  usage: "--email E [--password P] [--admin]",
  summary:
    "make an account; others can see an argument, so leave --password out: the password is then HOOKLINE_PASSWORD or the first line of standard input (--password - waits for it)",
  options: {
    email: { type: "string", required: true },
    password: { type: "string" },
    admin: { type: "boolean" },
  },
  async run(ctx, { email, password: given, admin }) {
    const password = await passwordFrom(ctx, given);
    const role = admin ? "admin" : "tenant";
    const data = await ctx.data();
    const user = await createUser({ data }, { email: String(email), password, role });
    return {
      json: { id: user.id, email: user.email, role: user.role },
      text: `Made ${user.role} ${user.email} with the number ${user.id}.`,
    };
  },
};

async function passwordFrom({ config }: CommandContext, given: unknown): Promise<string> {
  const password =
    given === "-"
      ? await readFirstLine(process.stdin)
      : (given ?? config.HOOKLINE_PASSWORD ?? (await readFirstLine(process.stdin, silenceMs)));
  if (password) return String(password);
  throw new UsageError(
    '"user create" needs --password, the variable HOOKLINE_PASSWORD or a line on standard input.',
  );
}
