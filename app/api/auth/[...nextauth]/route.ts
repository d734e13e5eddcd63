import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { clientAddressOf } from "@/lib/web/client-address";
import { nextAuthOptions } from "@/lib/web/next-auth";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";

async function handle(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const runtime = await getRuntime();
  const address = clientAddressOf(request.headers, runtime.config.TRUSTED_PROXIES);
  const place = { address, userAgent: request.headers.get("user-agent"), language: await pageLanguage() };
  return NextAuth(request as never, context as never, nextAuthOptions(runtime, place));
}

export { handle as GET, handle as POST };
