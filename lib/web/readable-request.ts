import { knownActions } from "./known-actions";
import { isFormType } from "./request-body";

/** A server action's id, as Next makes them. */
const actionId = /^[0-9a-f]{42}$/;

/** Deeper, more and longer than what any page of ours sends; Next itself takes as many bytes. */
const maxLevels = 64;
const maxArguments = 16;
const maxPlaces = 20;
const maxParts = 200;
const maxBytes = 1024 * 1024;

/**
 * What React's encoding of arguments may say beside plain JSON: texts that begin with a dollar sign, values that JSON
 * lacks, the one form of a form's action, and a place in the same arguments that was said before.
 */
const plainToken = /^\$(?:\$|undefined$|NaN$|-?Infinity$|-0$)/;
const formToken = /^\$K[0-9a-f]{1,4}$/;
const earlierPlace = /^\$0((?::[^:]+)+)$/;

/**
 * Whether a request to a page can be read: its address has no U+0000, and where it calls a server action, it is one of the page's
 * and its arguments are written as our own pages write them. Whatever else React's encoding knows (chunks that refer to each other,
 * references to functions, streams) comes from no page of ours; Next would fail over it with a 500 and a stack, or
 * work for minutes.
 *
 * @param request a copy: its body is read.
 * @returns 400, 404 or 413 where it cannot.
 */
export async function unreadable(request: Request): Promise<400 | 404 | 413 | undefined> {
  if (/%00/.test(request.url)) return 400;
  if (request.method !== "POST") return undefined;
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > maxBytes) return 413;
  const id = request.headers.get("next-action");
  const type = request.headers.get("content-type") ?? "";
  const isForm = isFormType(type);
  const form = isForm ? await formOf(bytes, type) : undefined;
  const { pathname } = new URL(request.url);
  if (id === null) return form ? unreadableForm(form, pathname) : 400;
  if (!actionId.test(id) || !knownActions()(id, pathname)) return 404;
  const parts = isForm ? (form?.getAll("0") ?? []) : [Buffer.from(bytes).toString()];
  const [text] = parts;
  return parts.length === 1 && typeof text === "string" && areArguments(text) ? undefined : 400;
}

/** How each part of a form begins that a browser or React sends: these headers and no others. */
const plainPart =
  /^\r\nContent-Disposition: form-data; name="[^"\r\n\0]*"(?:; filename="[^"\r\n\0]*")?(?:\r\nContent-Type: [\w.+/-]+(?:; ?charset=[\w-]+)?)?\r\n\r\n/i;

/**
 * Reads a form in the one form that browsers write.
 *
 * @returns undefined for any other: two parsers could read it differently, ours here and Next's.
 */
async function formOf(bytes: ArrayBuffer, type: string): Promise<FormData | undefined> {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s";,]+))\s*$/i.exec(type);
  const between = `\r\n--${boundary?.[1] ?? boundary?.[2] ?? ""}`;
  const [before, ...parts] = `\r\n${Buffer.from(bytes).toString("latin1")}`.split(between, maxParts + 3);
  const after = parts.pop();
  if (!boundary || before !== "" || parts.length > maxParts) return undefined;
  if (!after?.startsWith("--") || !parts.every((part) => plainPart.test(part))) return undefined;
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    return undefined;
  }
}

/**
 * Whether a form that a browser without JavaScript sends names one action, as our pages do: by its id, or, where it was made
 * for useActionState, by its id in one field and the state that it starts from in another.
 */
function unreadableForm(form: FormData, pathname: string): 400 | 404 | undefined {
  const names = [...form.keys()].filter((name) => /^\$ACTION_(?:ID|REF)_/.test(name));
  const [, kind, rest = ""] = /^\$ACTION_(ID|REF)_(.*)$/.exec(names[0] ?? "") ?? [];
  if (kind === undefined || names.length > 1) return 400;
  const id = kind === "ID" ? rest : boundAction(form, rest);
  if (id === undefined || !actionId.test(id)) return 400;
  return knownActions()(id, pathname) ? undefined : 404;
}

function boundAction(form: FormData, ref: string): string | undefined {
  const [action, state] = [form.get(`$ACTION_${ref}:0`), form.get(`$ACTION_${ref}:1`)];
  if (typeof action !== "string" || typeof state !== "string" || !areArguments(state)) return undefined;
  const { id, bound } = (parsed(action) ?? {}) as { id?: unknown; bound?: unknown };
  return typeof id === "string" && bound === "$@1" ? id : undefined;
}

function areArguments(text: string): boolean {
  const root = parsed(text);
  if (!Array.isArray(root) || root.length > maxArguments) return false;
  const open: { value: unknown; level: number }[] = [{ value: root, level: 0 }];
  const places: string[] = [];
  let forms = 0;
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value, level } = entry;
    if (level > maxLevels) return false;
    if (typeof value === "string" && value.startsWith("$") && !plainToken.test(value)) {
      if (earlierPlace.test(value)) places.push(value);
      // Each form is looked for among all fields.
      else if (!formToken.test(value) || level !== 1 || ++forms > 1) return false;
    }
    if (typeof value !== "object" || value === null) continue;
    // To React it is no member.
    if (Object.hasOwn(value, "__proto__")) return false;
    for (const member of Object.values(value)) open.push({ value: member, level: level + 1 });
  }
  return places.length <= maxPlaces && places.every((place) => isPlace(place, root));
}

/** A place of plain values: places within places would stand for more than was sent. */
function isPlace(token: string, root: unknown): boolean {
  let value = root;
  for (const name of earlierPlace.exec(token)?.[1]?.split(":").slice(1) ?? []) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return false;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === "object" && !JSON.stringify(value).includes('"$0:');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
