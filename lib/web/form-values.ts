/**
 * A form as the object its schema expects. A name that comes more than once becomes a list; Next's own
 * fields and files are left out. Whoever calls an action may send anything in the place of a form: that counts as an empty one.
 */
export function formValues(form: FormData): Record<string, string | string[]> {
  if (!((form as unknown) instanceof FormData)) return {};
  const values = new Map<string, string | string[]>();
  for (const [name, value] of form) {
    if (name.startsWith("$ACTION") || typeof value !== "string") continue;
    const before = values.get(name);
    values.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(values);
}
