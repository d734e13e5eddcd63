/** A method call that a webhook put into its answer. */
export interface ParsedReply {
  method: string;
  params: Record<string, unknown>;
}

const ignored: ReadonlySet<string> = new Set(["setwebhook", "deletewebhook", "close", "logout"]);

function fields(contentType: string, body: string): Record<string, unknown> | undefined {
  const type = contentType.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(body));
  if (type !== "application/json") return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? { ...parsed }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The method call in a 2xx answer of a webhook, or undefined: only JSON and urlencoded answers count, and
 * setWebhook, deleteWebhook, close, logOut and every get* are ignored (WebhookActor::handle).
 */
export function readReply(contentType: string, body: string): ParsedReply | undefined {
  if (body.length < 10) return undefined;
  const found = fields(contentType, body);
  const method = found?.method;
  if (!found || typeof method !== "string") return undefined;
  const name = method.toLowerCase();
  if (name === "" || name.startsWith("get") || ignored.has(name)) return undefined;
  const { method: _method, ...params } = found;
  return { method, params };
}
