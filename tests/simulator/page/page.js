import { botFather } from "./botfather.js";
import { make, messageRow } from "./bubbles.js";

const PERSONAS = [
  { id: 1001, first_name: "Ada", last_name: "Lovelace", username: "ada", language_code: "en" },
  { id: 1002, first_name: "Николай", last_name: "Петров", username: "kolya", language_code: "ru" },
  { id: 1003, first_name: "Lucía", last_name: "Gómez", username: "lucia", language_code: "es" },
  { id: 1004, first_name: "Jonas", last_name: "Weber", username: "jonas", language_code: "de" },
  { id: 1005, first_name: "سارا", last_name: "رضایی", username: "sara", language_code: "fa" },
];
const GROUP = { id: -5001, title: "Team", type: "group" };
const LISTED_BOTS = 200;
const DOORS = { webhook: "Webhook", polling: "Polling", none: "No door" };

const at = (id) => document.getElementById(id);
const state = { bots: [], bot: undefined, chat: undefined, persona: PERSONAS[0], typing: 0 };

async function call(path, body) {
  const response = await fetch(`/sim${path}`, body ? { method: "POST", body: JSON.stringify(body) } : {});
  const value = await response.json();
  if (!response.ok) throw new Error(value.error ?? response.statusText);
  return value;
}

function toast(text) {
  const box = at("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => {
    box.hidden = true;
  }, 3500);
}

const initial = (name) => [...name][0]?.toUpperCase() ?? "?";

function face(element, bot) {
  element.textContent = initial(bot.first_name);
  element.style.setProperty("--hue", String((bot.id * 47) % 360));
}

function doorBadge(element, door) {
  element.textContent = DOORS[door] ?? "";
  element.dataset.door = door;
}

function drawBots() {
  const shown = state.bots.map((bot) => {
    const picture = make("span", { className: "face" });
    picture.setAttribute("aria-hidden", "true");
    face(picture, bot);
    const badge = make("span", { className: "door" });
    doorBadge(badge, bot.door);
    const words = make(
      "span",
      { className: "bot-text" },
      make("strong", {}, bot.first_name),
      make("span", {}, `@${bot.username}`),
    );
    const button = make("button", { className: "bot", type: "button" }, picture, words, badge);
    button.setAttribute("aria-current", String(bot.id === state.bot?.id));
    button.addEventListener("click", () => openBot(bot.id));
    return button;
  });
  if (shown.length === LISTED_BOTS)
    shown.push(make("p", { className: "hint" }, `The first ${LISTED_BOTS}; search to find the others.`));
  at("bots").replaceChildren(...shown);
  at("bots-empty").hidden = state.bots.length > 0 || at("search").value !== "";
}

function drawHead() {
  const { bot } = state;
  for (const control of at("composer").elements) control.disabled = !bot;
  if (!bot) return;
  face(at("room-face"), bot);
  at("room-title").textContent = bot.first_name;
  const waiting = bot.pending > 0 ? ` · ${bot.pending} waiting` : "";
  at("room-sub").textContent = state.typing > Date.now() ? "typing…" : `@${bot.username}${waiting}`;
  doorBadge(at("door"), bot.door);
}

async function refreshBots() {
  const wanted = encodeURIComponent(at("search").value.trim());
  state.bots = await call(`/bots?limit=${LISTED_BOTS}&q=${wanted}`);
  if (state.bot) state.bot = await call(`/bots/${state.bot.id}`).catch(() => state.bot);
  drawBots();
  drawHead();
}

// Events come in bursts; one look a quarter of a second is enough for badges and counts.
function refreshSoon() {
  if (refreshSoon.timer) return;
  refreshSoon.timer = setTimeout(() => {
    refreshSoon.timer = undefined;
    refreshBots().catch(() => {});
  }, 250);
}

function ownChat() {
  const { id, first_name, last_name, username } = state.persona;
  return { id, type: "private", first_name, last_name, username };
}

const chatName = (chat) => chat.title ?? [chat.first_name, chat.last_name].filter(Boolean).join(" ");

async function drawTabs() {
  const known = await call(`/bots/${state.bot.id}/chats`);
  const chats = [
    ownChat(),
    GROUP,
    ...known.filter((chat) => chat.id !== state.persona.id && chat.id !== GROUP.id),
  ];
  const tabs = chats.slice(0, 30).map((chat) => {
    const tab = make(
      "button",
      { className: "tab", type: "button" },
      chat.id === state.persona.id ? "You" : chatName(chat),
    );
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(chat.id === state.chat.id));
    tab.addEventListener("click", () => openChat(chat));
    return tab;
  });
  at("tabs").replaceChildren(...tabs);
}

async function openBot(id) {
  state.bot = await call(`/bots/${id}`);
  document.body.classList.add("in-room");
  history.replaceState(null, "", `#${id}`);
  drawBots();
  drawHead();
  await openChat(ownChat());
  if (matchMedia("(width > 720px)").matches) at("text").focus();
}

async function openChat(chat) {
  state.chat = chat;
  await drawTabs();
  const list = await call(`/bots/${state.bot.id}/chats/${chat.id}`);
  at("messages").replaceChildren();
  if (list.length === 0)
    at("messages").append(
      make("p", { className: "blank" }, "Nothing here yet. Say /start, or anything else."),
    );
  for (const message of list) showMessage(message);
  for (const row of document.querySelectorAll(".row[data-update]")) showFate(row);
}

const fromBot = (message) => message.from?.id === state.bot.id;

function showMessage(message) {
  const box = at("messages");
  box.querySelector(".blank")?.remove();
  const isGroup = state.chat.id < 0;
  const row = messageRow(message, !fromBot(message), isGroup, (key, data) =>
    press(key, message.message_id, data),
  );
  const old = box.querySelector(`.row[data-id="${message.message_id}"]`);
  if (old) old.replaceWith(row);
  else box.append(row);
  box.scrollTop = box.scrollHeight;
}

async function press(key, messageId, data) {
  key.setAttribute("aria-busy", "true");
  setTimeout(() => key.removeAttribute("aria-busy"), 1500);
  const { id, chat } = { id: state.bot.id, chat: state.chat };
  await call(`/bots/${id}/callbacks`, {
    chat_id: chat.id,
    message_id: messageId,
    data,
    from_id: state.persona.id,
  }).catch((error) => toast(error.message));
}

/** Says under a person's message how and how fast it reached the bot, from the simulator's own record. */
async function showFate(row) {
  const fate = row.querySelector(".fate");
  const trace = await call(`/bots/${state.bot.id}/updates/${row.dataset.update}`).catch(() => undefined);
  if (!trace || !fate) return;
  const done = trace.attempts.find((one) => one.status >= 200 && one.status <= 299);
  const failed = trace.attempts.filter((one) => one !== done).length;
  const tries = failed === 0 ? "" : ` after ${failed} failed ${failed === 1 ? "try" : "tries"}`;
  const last = trace.attempts.at(-1);
  fate.classList.toggle("bad", !done && Boolean(last));
  if (done)
    fate.textContent = `delivered in ${done.at + done.ms - trace.created_at} ms by ${done.door}${tries}`;
  else if (last) fate.textContent = `not delivered yet: ${last.error ?? `status ${last.status}`}`;
  else
    fate.textContent =
      state.bot.door === "webhook" ? "on its way to the webhook" : "waiting for the bot to fetch it";
}

function onEvent(event) {
  if (event.type === "bots" || event.type === "door") return refreshSoon();
  if (event.bot_id !== state.bot?.id) return undefined;
  if (event.type === "callback-answer" && event.text) toast(event.text);
  if (event.type === "message" && event.chat_id === state.chat?.id) {
    if (fromBot(event.message)) state.typing = 0;
    showMessage(event.message);
    const row = at("messages").querySelector(`.row[data-id="${event.message.message_id}"][data-update]`);
    if (row) showFate(row);
  }
  if (event.type === "deleted" && event.chat_id === state.chat?.id)
    at("messages").querySelector(`.row[data-id="${event.message_id}"]`)?.remove();
  if (event.type === "action" && event.chat_id === state.chat?.id) {
    state.typing = Date.now() + 5000;
    setTimeout(drawHead, 5050);
  }
  if (event.type === "delivery" || event.type === "acked") {
    const row = at("messages").querySelector(`.row[data-update="${event.update_id}"]`);
    if (row) showFate(row);
    refreshSoon();
  }
  drawHead();
  return undefined;
}

async function send(text) {
  const { id, first_name, last_name, username, language_code } = state.persona;
  const { chat } = state;
  const group = chat.id < 0 ? { chat_type: chat.type, title: chat.title } : {};
  await call(`/bots/${state.bot.id}/messages`, {
    chat_id: chat.id,
    from_id: chat.id > 0 ? chat.id : id,
    text,
    ...(chat.id > 0 && chat.id !== id ? {} : { first_name, last_name, username, language_code }),
    ...group,
  });
  refreshSoon();
}

for (const one of PERSONAS)
  at("persona").append(new Option(`${one.first_name} (${one.language_code})`, String(one.id)));
at("persona").addEventListener("change", (event) => {
  state.persona = PERSONAS.find((one) => String(one.id) === event.target.value) ?? PERSONAS[0];
  if (state.bot) openChat(ownChat());
});
at("search").addEventListener("input", refreshSoon);
at("back").addEventListener("click", () => document.body.classList.remove("in-room"));
at("start").addEventListener("click", () => send("/start").catch((error) => toast(error.message)));
at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (text === "" || !state.bot) return;
  at("text").value = "";
  send(text).catch((error) => toast(error.message));
});
botFather({
  call,
  toast,
  onMade: async (id) => {
    at("search").value = "";
    await refreshBots();
    await openBot(id);
  },
});
new EventSource("/sim/events").addEventListener("message", ({ data }) => onEvent(JSON.parse(data)));

await refreshBots();
const wanted = Number(location.hash.slice(1));
if (wanted > 0) await openBot(wanted).catch((error) => toast(error.message));
else if (state.bots[0] && matchMedia("(width > 720px)").matches) await openBot(state.bots[0].id);
setInterval(() => refreshBots().catch(() => {}), 5000);
