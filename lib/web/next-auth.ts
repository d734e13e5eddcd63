import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { endSession } from "../accounts/end-session";
import { openSession, type SessionPlace } from "../accounts/open-session";
import { signIn } from "../accounts/sign-in";
import { isHooklineError } from "../core/errors";
import { knownBrowsers, rememberBrowser } from "./known-browser";
import { safeNextPath } from "./next-path";
import { logUnexpected } from "./reference";
import type { Portal } from "./runtime";
import { fromJwt, secureCookies, sessionMaxAgeS, sessionSecret, toJwt } from "./session-token";

/** Where next-auth keeps what `authorize` found until the token is made. */
interface AuthorizedUser {
  id: string;
  sessionId: string;
}

/** next-auth over Hookline's verbs: credentials, and sessions as encrypted JWTs that name a row. */
export function nextAuthOptions(runtime: Portal, place: SessionPlace): AuthOptions {
  const { config, log } = runtime;
  return {
    secret: sessionSecret(config),
    useSecureCookies: secureCookies(config),
    session: { strategy: "jwt", maxAge: sessionMaxAgeS },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
        authorize: (credentials) => authorize(runtime, credentials, place),
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        if (isAuthorizedUser(user)) return toJwt({ userId: Number(user.id), sessionId: user.sessionId });
        const claims = fromJwt(token);
        // Throwing makes next-auth take the cookie away.
        const person = claims && (await runtime.sessions.personOf(claims.sessionId, place.address));
        if (!claims || person?.id !== claims.userId) throw new Error("The session is void.");
        return toJwt(claims);
      },
      session: ({ session, token }) => ({ user: { id: token.sub }, expires: session.expires }) as never,
      redirect: ({ url, baseUrl }) => ownPath(url, baseUrl),
    },
    events: {
      async signOut({ token }) {
        const claims = fromJwt(token);
        if (!claims) return;
        const { userId, sessionId } = claims;
        const ctx = { data: runtime.data, actor: { userId, role: "tenant" as const } };
        // Signed out elsewhere meanwhile: all the same.
        await endSession(ctx, { sessionId }).catch(() => {});
      },
    },
    logger: {
      // next-auth calls every void session an error; ours are logged where they are caught.
      error: (code, metadata) => log.debug({ code, err: metadata }, "next-auth"),
      warn: (code) => log.debug({ code }, "next-auth"),
      debug: () => {},
    },
  };
}

async function authorize(
  runtime: Portal,
  credentials: Record<"email" | "password" | "code", string> | undefined,
  place: SessionPlace,
): Promise<AuthorizedUser | null> {
  try {
    const answer = await signIn(
      runtime,
      {
        email: String(credentials?.email ?? ""),
        password: String(credentials?.password ?? ""),
        ...(credentials?.code ? { code: String(credentials.code) } : {}),
      },
      place.address,
      await knownBrowsers(),
    );
    if (answer.outcome === "code_needed") throw new CodeNeeded();
    const sessionId = await openSession(runtime, answer.account, place);
    await rememberBrowser(answer.account);
    return { id: String(answer.account.id), sessionId };
  } catch (error) {
    if (error instanceof CodeNeeded) throw error;
    if (isHooklineError(error)) {
      // next-auth puts the message into the address of the sign-in page: a code, never a text.
      if (error.code === "rate_limited") throw new Error(error.code);
      return null;
    }
    logUnexpected(runtime.log, error, "next-auth");
    throw new Error("unavailable");
  }
}

/** Send the same again with `code`. The message is what next-auth puts into the address. */
class CodeNeeded extends Error {
  override readonly message = "code_needed";
}

function isAuthorizedUser(user: unknown): user is AuthorizedUser {
  return typeof user === "object" && user !== null && "sessionId" in user && "id" in user;
}

function ownPath(url: string, baseUrl: string): string {
  const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
  return safeNextPath(path, "/");
}
