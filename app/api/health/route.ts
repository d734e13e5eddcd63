import { deploymentHealth } from "@/lib/web/deployment-health";
import { getRuntime } from "@/lib/web/runtime";

export const dynamic = "force-dynamic";

/** 200 while this process can serve, else 503. */
export async function GET(): Promise<Response> {
  const health = await deploymentHealth(await getRuntime());
  return Response.json(health, {
    status: health.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
