import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { nonceHeader, pathHeader } from "./lib/web/headers";
import { unreadable } from "./lib/web/readable-request";
import { contentSecurityPolicy, plainSecurityHeaders } from "./lib/web/security-headers";

/**
 * Security headers of all but the webhook door and the API, and the nonce of every page. Next reads the nonce
 * from the request's Content-Security-Policy and puts it on its own scripts and styles. What cannot be read as a request
 * of ours goes no further.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const https = process.env.NEXTAUTH_URL?.startsWith("https://") ?? false;
  const headers = new Headers(request.headers);
  const { pathname, searchParams } = request.nextUrl.clone();

  const refused = await unreadable(request);
  if (refused) {
    const type = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
    return withHeaders(new NextResponse("This request cannot be read.\n", { status: refused }), {
      ...plainSecurityHeaders({ https }),
      ...type,
    });
  }

  const nonce = randomBytes(16).toString("base64");
  const developing = process.env.NODE_ENV === "development";
  const policy = contentSecurityPolicy(nonce, { developing, https });
  headers.set(nonceHeader, nonce);
  headers.set("content-security-policy", policy);
  searchParams.delete("_rsc");
  headers.set(pathHeader, searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`);
  return withHeaders(NextResponse.next({ request: { headers } }), {
    ...plainSecurityHeaders({ https }),
    "content-security-policy": policy,
  });
}

function withHeaders(response: NextResponse, headers: Record<string, string>): NextResponse {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

export const config = {
  // The webhook door and the API have their own answers: what passes here is read whole first, whoever sends it.
  // Static files are named by their content and run no script.
  matcher: ["/((?!webhook/[^/]+$|api/|_next/static).*)"],
};
