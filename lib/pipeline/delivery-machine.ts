import {
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryState,
  type DeliveryStep,
  isOver,
} from "./delivery-state";

/**
 * What one event makes of an update's delivery. Pure, and total: an event that does not fit the state changes nothing.
 *
 * The rules: the answer is given once, when the row is committed; a reply travels in it only where it is committed with the
 * outcome; each slot and the budget's timer are released once; after the end nothing happens.
 */
export function next(state: DeliveryState, event: DeliveryEvent): DeliveryStep {
  if (isOver(state)) return afterEnd(state, event);
  switch (event.type) {
    case "turn":
      if (state.phase !== "queued") return stay(state);
      return event.careful ? claimFor(state, "run") : afterQueue(state);
    case "budget over":
      if (state.budget !== "running") return stay(state);
      return budgetOver({ ...state, budget: "over" });
    case "stored":
      return state.row === "asked" ? stored({ ...state, row: "ours" }) : stay(state);
    case "duplicate":
      return state.row === "asked" ? end(state, "duplicate", "answer duplicate") : stay(state);
    case "not stored":
      return notStored(state);
    case "set aside":
      return state.phase === "running" ? setAside(state) : stay(state);
    case "quarantined":
      return state.next === "set aside" ? end(state, "handed over", "answer") : stay(state);
    case "not quarantined":
      return state.next === "set aside" ? notQuarantined(state) : stay(state);
    case "call":
      return state.phase === "running" ? claimFor(state, "call") : { state, effects: ["refuse"] };
    case "slot granted":
      return slotGranted(state);
    case "put off":
      if (state.phase !== "sending" || state.slot !== "held") return stay(state);
      return { state: { ...state, phase: "running", slot: "none" }, effects: ["free slot"] };
    case "call ended":
      return stay(state.phase === "sending" ? { ...state, phase: "running" } : state);
    case "behaved":
      return state.phase === "running" ? behaved(state, event.reply) : { state, effects: ["refuse"] };
    case "committed":
      return state.phase === "committing" ? end(state, "closed", "answer") : stay(state);
  }
}

const stay = (state: DeliveryState): DeliveryStep => ({ state, effects: [] });

/** After the end whoever asks for something is refused. */
function afterEnd(state: DeliveryState, { type }: DeliveryEvent): DeliveryStep {
  const asks = type === "call" || type === "behaved" || type === "turn" || type === "set aside";
  return { state, effects: asks ? ["refuse"] : [] };
}

/** Goes on with something that needs the row, now or when it is stored. */
function claimFor(state: DeliveryState, what: "run" | "call"): DeliveryStep {
  if (state.row === "ours") return proceed({ ...state, next: what });
  const claiming = { ...state, phase: "claiming", row: "asked", next: what } as const;
  return { state: claiming, effects: state.row === "none" ? ["claim"] : [] };
}

/** In its turn, an update that the end of its answer's budget is storing waits for that: it may be a duplicate. */
function afterQueue(state: DeliveryState): DeliveryStep {
  if (state.row === "asked") return claimFor(state, "run");
  return { state: { ...state, phase: "running" }, effects: ["go"] };
}

function proceed(state: DeliveryState): DeliveryStep {
  switch (state.next) {
    case "run":
      return { state: { ...state, phase: "running", next: undefined }, effects: ["go"] };
    case "call":
      return state.slot === "held"
        ? { state: { ...state, phase: "sending", next: undefined }, effects: ["go"] }
        : { state: { ...state, phase: "sending", slot: "asked", next: undefined }, effects: ["take slot"] };
    case "set aside":
      return { state, effects: ["set aside"] };
    case "commit":
      return { state: { ...state, next: undefined }, effects: ["close"] };
    case undefined:
      return stay(state);
  }
}

function budgetOver(state: DeliveryState): DeliveryStep {
  // The outcome is on its way: its commit gives the answer, with the reply.
  if (state.phase === "committing" && (state.reply || state.row !== "ours")) return stay(state);
  if (state.row === "none") return { state: { ...state, row: "asked" }, effects: ["claim"] };
  return state.row === "ours" ? giveAnswer(state) : stay(state);
}

function giveAnswer(state: DeliveryState): DeliveryStep {
  return state.answer === "due" ? { state: { ...state, answer: "given" }, effects: ["answer"] } : stay(state);
}

function stored(state: DeliveryState): DeliveryStep {
  const waits = state.budget !== "over" || (state.phase === "committing" && state.reply);
  const answered = waits ? stay(state) : giveAnswer(state);
  const went = proceed(answered.state);
  return { state: went.state, effects: [...answered.effects, ...went.effects] };
}

function setAside(state: DeliveryState): DeliveryStep {
  const claiming = { ...state, phase: "claiming", next: "set aside" } as const;
  if (state.row === "asked") return stay(claiming);
  return { state: { ...claiming, row: state.row === "none" ? "asked" : "ours" }, effects: ["set aside"] };
}

/** The chat was released meanwhile: its behaviours run after all. */
function notQuarantined(state: DeliveryState): DeliveryStep {
  const running = { ...state, phase: "running", next: undefined } as const;
  if (state.row === "ours") return { state: running, effects: ["go"] };
  if (state.budget !== "over") return { state: { ...running, row: "none" }, effects: ["go"] };
  return { state: running, effects: ["claim", "go"] };
}

function slotGranted(state: DeliveryState): DeliveryStep {
  if (state.slot !== "asked") return stay(state);
  return { state: { ...state, slot: "held" }, effects: ["go"] };
}

function behaved(state: DeliveryState, reply: boolean): DeliveryStep {
  if (reply && state.answer !== "due") return { state, effects: ["send reply"] };
  const committing = { ...state, phase: "committing", reply } as const;
  if (state.row === "ours") return { state: committing, effects: ["close"] };
  if (state.row === "asked") return stay({ ...committing, next: "commit" });
  return { state: { ...committing, row: "asked" }, effects: ["insert"] };
}

function notStored(state: DeliveryState): DeliveryStep {
  if (state.row !== "asked" && state.phase !== "committing" && state.next !== "set aside") return stay(state);
  const ended = end(state, "handed over", "fail");
  return state.reply ? { ...ended, effects: ["doubt", ...ended.effects] } : ended;
}

/** Ends the delivery: releases what it has, and gives the answer where one is due. */
function end(
  state: DeliveryState,
  phase: "closed" | "handed over" | "duplicate",
  answer: "answer" | "answer duplicate" | "fail",
): DeliveryStep {
  const effects: DeliveryEffect[] = state.budget === "running" ? ["clear budget"] : [];
  if (state.slot === "held") effects.push("free slot");
  if (state.answer === "due") effects.push(answer);
  // Whoever asked for something and waits is told; behaviours that run on learn it at their next call.
  const asked = state.next !== undefined || state.phase === "committing";
  if (asked) effects.push(phase === "closed" ? "go" : "end");
  const given = state.answer === "due" ? "given" : state.answer;
  return {
    state: { ...state, phase, budget: "none", slot: "none", answer: given, next: undefined },
    effects,
  };
}
