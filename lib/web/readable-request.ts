/** A server action's id, as Next makes them. */
const actionId = /^[0-9a-f]{42}$/;

/** Deeper than any argument of ours. */
const maxLevels = 64;

/**
 * What React's encoding of arguments may say beside plain JSON: texts that begin with a dollar sign, values that JSON
 * lacks, the form of a form's action, and a place in the same arguments that was said before.
 */
const plainToken = /^\$(?:\$|undefined$|NaN$|-?Infinity$|-0$|K[0-9a-f]{1,4}$)/;
const earlierPlace = /^\$0((?::[^:]+)+)$/;

/**
 * Whether a request to a page can be read: its address has no U+0000, what it calls JSON is JSON, and where it calls a
 * server action, its arguments are written as our own pages write them. Whatever else React's encoding knows (chunks that refer to each other,
 * references to functions, streams) comes from no page of ours; Next would fail over it with a 500 and a stack.
 *
 * @param request a copy: its body is read.
 * @returns 400 or 404 where it cannot.
 */
export async function unreadable(request: Request): Promise<400 | 404 | undefined> {
  if (/%00/.test(request.url)) return 400;
  if (request.method !== "POST") return undefined;
  const id = request.headers.get("next-action");
  const type = request.headers.get("content-type") ?? "";
  const isForm = /^multipart\/form-data\b/i.test(type);
  if (id === null && /^application\/json\b/i.test(type))
    return parsed(await request.text()) ? undefined : 400;
  if (id === null) return isForm && !isPlainForm(await formOf(request)) ? 400 : undefined;
  if (!actionId.test(id)) return 404;
  const form = isForm ? await formOf(request) : undefined;
  const parts = isForm ? (form?.getAll("0") ?? []) : [await request.text()];
  const [text] = parts;
  return parts.length === 1 && typeof text === "string" && areArguments(text) ? undefined : 400;
}

/** What stands between two boundaries of a form that a browser or React sends: no NUL, and nothing but these headers. */
const plainPart =
  /^\r\nContent-Disposition: form-data; name="[^"\r\n\0]*"(?:; filename="[^"\r\n\0]*")?(?:\r\nContent-Type: [\w.+/-]+(?:; ?charset=[\w-]+)?)?\r\n\r\n[^\0]*$/i;

/**
 * Reads a form in the one form that browsers write.
 *
 * @returns undefined for any other: two parsers could read it differently, ours here and Next's.
 */
async function formOf(request: Request): Promise<FormData | undefined> {
  const type = request.headers.get("content-type") ?? "";
  const bytes = await request.arrayBuffer();
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s";,]+))\s*$/i.exec(type);
  const between = `\r\n--${boundary?.[1] ?? boundary?.[2] ?? ""}`;
  const [before, ...parts] = `\r\n${Buffer.from(bytes).toString("latin1")}`.split(between);
  const after = parts.pop();
  if (!boundary || before !== "" || !after?.startsWith("--") || !parts.every((part) => plainPart.test(part)))
    return undefined;
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    return undefined;
  }
}

/** Whether a form that a browser without JavaScript sends names its action as our pages do, if it names one. */
function isPlainForm(form: FormData | undefined): boolean {
  if (!form) return false;
  for (const name of form.keys()) {
    const [, id, ref] = /^\$ACTION_(?:ID_(.*)|REF_(.*))$/.exec(name) ?? [];
    if (id !== undefined && !actionId.test(id)) return false;
    if (ref !== undefined && !isBoundAction(form, ref)) return false;
  }
  return true;
}

/** A form made for useActionState names its action and, in another field, the state that it starts from. */
function isBoundAction(form: FormData, ref: string): boolean {
  const [action, state] = [form.get(`$ACTION_${ref}:0`), form.get(`$ACTION_${ref}:1`)];
  if (typeof action !== "string" || typeof state !== "string" || !areArguments(state)) return false;
  const { id, bound } = (parsed(action) ?? {}) as { id?: unknown; bound?: unknown };
  return typeof id === "string" && actionId.test(id) && bound === "$@1";
}

function areArguments(text: string): boolean {
  const root = parsed(text);
  if (!Array.isArray(root)) return false;
  const open: { value: unknown; level: number }[] = [{ value: root, level: 0 }];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value, level } = entry;
    if (level > maxLevels) return false;
    if (typeof value === "string" && value.startsWith("$") && !isToken(value, root)) return false;
    if (typeof value !== "object" || value === null) continue;
    for (const member of Object.values(value)) open.push({ value: member, level: level + 1 });
  }
  return true;
}

function isToken(token: string, root: unknown): boolean {
  if (plainToken.test(token)) return true;
  const names = earlierPlace.exec(token)?.[1]?.split(":").slice(1);
  if (!names) return false;
  let value = root;
  for (const name of names) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return false;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === "object";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
