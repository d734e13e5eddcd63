import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { HooklineError, isHooklineError } from "../core/errors";
import { parseEntering } from "../core/parse-entering";
import { type ActionState, brokenState, invalidState, refusedState } from "./action-state";
import { clientAddressOf } from "./client-address";
import { formValues } from "./form-values";
import { pageSentences } from "./page-language";
import { logUnexpected, orDatabaseSays } from "./reference";
import { getRuntime, type Portal } from "./runtime";
import { assertSameOrigin } from "./same-origin";
import { type PageContext, requireActor } from "./session";

/** What an action of somebody who is not signed in works with. */
export interface VisitorContext {
  readonly runtime: Portal;
  /** The client's address, for limits on tries. */
  readonly client: string;
}

type Parsed<S extends z.ZodType> = z.output<S>;

/**
 * An action called from an event handler: parse, authorize, one verb, and errors as a state to show.
 *
 *     export const removeBot = action(removeBotForm, async (ctx, input) => { … });
 */
export function action<S extends z.ZodType, T = undefined>(
  schema: S,
  verb: (ctx: PageContext, input: Parsed<S>) => Promise<T>,
): (input: z.input<S>) => Promise<ActionState<T>> {
  return (input) => run(schema, input, async (_visitor, parsed) => verb(await requireActor(), parsed));
}

/** The same for a form with useActionState. */
export function formAction<S extends z.ZodType, T = undefined>(
  schema: S,
  verb: (ctx: PageContext, input: Parsed<S>) => Promise<T>,
): (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>> {
  return (_previous, form) =>
    run(schema, formValues(form), async (_visitor, parsed) => verb(await requireActor(), parsed));
}

/** Like `formAction`; anybody but an admin is refused. */
export function adminFormAction<S extends z.ZodType, T = undefined>(
  schema: S,
  verb: (ctx: PageContext, input: Parsed<S>) => Promise<T>,
): (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>> {
  return (_previous, form) =>
    run(schema, formValues(form), async (_visitor, parsed) => verb(await adminOrRefuse(), parsed));
}

/** A form that anybody may send: signing in, signing up, the first admin. */
export function visitorFormAction<S extends z.ZodType, T = undefined>(
  schema: S,
  verb: (visitor: VisitorContext, input: Parsed<S>) => Promise<T>,
): (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>> {
  return (_previous, form) => run(schema, formValues(form), verb);
}

async function adminOrRefuse(): Promise<PageContext> {
  const ctx = await requireActor();
  if (ctx.actor.role !== "admin") throw new HooklineError("forbidden", "Only an admin can do this.");
  return ctx;
}

async function run<S extends z.ZodType, T>(
  schema: S,
  input: unknown,
  verb: (visitor: VisitorContext, input: Parsed<S>) => Promise<T>,
): Promise<ActionState<T>> {
  const runtime = await getRuntime();
  try {
    const requestHeaders = await headers();
    // Next compares Origin with Host as well, but lets a request without Origin pass.
    assertSameOrigin(requestHeaders, runtime.config.NEXTAUTH_URL);
    const parsed = parseEntering(schema, input);
    if (parsed.issues) return invalidState(parsed.issues, await pageSentences());
    const client = clientAddressOf(requestHeaders, runtime.config.TRUSTED_PROXIES);
    return { status: "done", data: await verb({ runtime, client }, parsed.data) };
  } catch (thrown) {
    // redirect() and notFound() are errors to Next, not to us.
    unstable_rethrow(thrown);
    const error = orDatabaseSays(runtime.log, thrown, "action");
    if (isHooklineError(error)) return refusedState(error, await pageSentences());
    return brokenState(logUnexpected(runtime.log, error, "action"), await pageSentences());
  }
}
