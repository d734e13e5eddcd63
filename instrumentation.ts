import type { Instrumentation } from "next";

/**
 * An error that nobody expected, on a page or in an action: the log has all of it, under the reference that the
 * page shows. Of the address only its pattern is told, for a link may carry a secret.
 */
export const onRequestError: Instrumentation.onRequestError = async (
  error,
  _request,
  { routePath, routeType },
) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { getRuntime } = await import("./lib/web/runtime");
  const { log } = await getRuntime();
  const reference = (error as { digest?: string }).digest;
  log.error({ err: error, reference, where: `${routeType} ${routePath}` }, "web: unexpected error");
};
