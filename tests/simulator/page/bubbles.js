// Builds everything from text nodes: what a bot or a person wrote is never parsed as HTML.

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

function wrap(entity, text) {
  if (TAGS[entity.type]) return make(TAGS[entity.type]);
  if (entity.type === "spoiler") return make("span", { className: "spoiler", tabIndex: 0 });
  if (entity.type === "bot_command") return make("span", { className: "command" });
  const href = entity.type === "text_link" ? entity.url : entity.type === "url" ? text : "";
  if (/^(https?|tg|mailto|tel):/i.test(href))
    return make("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" });
  return make("span");
}

/** The text with its entities as nested elements; offsets are UTF-16 units, as in JavaScript. */
export function formatted(text, entities = [], from = 0, to = text.length) {
  const out = document.createDocumentFragment();
  const inside = entities
    .filter((one) => one.offset >= from && one.offset + one.length <= to)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  let at = from;
  while (inside.length > 0) {
    const entity = inside.shift();
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    out.append(text.slice(at, entity.offset));
    const element = wrap(entity, text.slice(entity.offset, end));
    const within = inside.filter((one) => one.offset >= entity.offset && one.offset + one.length <= end);
    element.append(formatted(text, within, entity.offset, end));
    out.append(element);
    at = end;
  }
  out.append(text.slice(at, to));
  return out;
}

function keyboard(markup, press) {
  const rows = markup?.inline_keyboard;
  if (!Array.isArray(rows) || rows.length === 0) return undefined;
  const keys = make("div", { className: "keys" });
  for (const row of rows) {
    const line = make("div");
    for (const button of row) {
      const isLink = typeof button.url === "string" && /^(https?|tg):/i.test(button.url);
      const key = isLink
        ? make(
            "a",
            { className: "key", href: button.url, target: "_blank", rel: "noopener noreferrer" },
            `${button.text} ↗`,
          )
        : make("button", { className: "key", type: "button" }, button.text);
      if (button.callback_data !== undefined)
        key.addEventListener("click", () => press(key, button.callback_data));
      line.append(key);
    }
    keys.append(line);
  }
  return keys;
}

/** One message as a row: bubble, inline keys, and under a person's message what became of it. */
export function messageRow(message, isMine, showName, press) {
  const when = new Date(message.date * 1000);
  const time = make("time", { dateTime: when.toISOString(), title: when.toLocaleString() });
  time.append(
    `${message.edit_date ? "edited " : ""}${when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`,
  );
  const bubble = make("div", { className: "bubble" });
  if (showName) bubble.append(make("span", { className: "who" }, message.from?.first_name ?? "Channel"));
  bubble.append(formatted(message.text ?? "", message.entities), time);
  const row = make(
    "article",
    { className: isMine ? "row mine" : "row" },
    bubble,
    keyboard(message.reply_markup, press),
  );
  row.dataset.id = message.message_id;
  if (message.update_id !== undefined) {
    row.dataset.update = message.update_id;
    row.append(make("p", { className: "fate" }, "waiting for the bot to fetch it"));
  }
  return row;
}
