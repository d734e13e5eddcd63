/** Requests to POST /webhook/{userId} and the answers the contract names, for every host of the door. */
export interface WebhookCase {
  name: string;
  /** undefined: the tenant's own number. */
  userId?: string | undefined;
  /** "right": the bot's own secret; "foreign": another tenant's bot's. */
  secret: "right" | "foreign" | "wrong" | "none" | (string & {});
  body: string | Buffer;
  contentType?: string | undefined;
  status: number;
}

const message = (updateId: unknown) =>
  JSON.stringify({
    update_id: updateId,
    message: { message_id: 1, date: 1, chat: { id: 5, type: "private" }, text: "hi" },
  });

const nested = `{"update_id":71,"message":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`;

export const webhookCases: readonly WebhookCase[] = [
  { name: "a message", secret: "right", body: message(1), status: 200 },
  { name: "the same message again", secret: "right", body: message(1), status: 200 },
  { name: "the first update id", secret: "right", body: message(0), status: 200 },
  {
    name: "an unknown kind of update",
    secret: "right",
    body: '{"update_id":72,"telepathy":{"chat":{"id":3}}}',
    status: 200,
  },
  { name: "an update with nothing but its id", secret: "right", body: '{"update_id":73}', status: 200 },
  { name: "deep nesting", secret: "right", body: nested, status: 200 },
  {
    name: "a body of just under 1 MiB",
    secret: "right",
    body: `${message(74)}${" ".repeat(1_000_000)}`,
    status: 200,
  },
  { name: "no secret", secret: "none", body: message(2), status: 401 },
  { name: "an empty secret", secret: "", body: message(2), status: 401 },
  { name: "a wrong secret", secret: "wrong", body: message(2), status: 401 },
  { name: "a secret without form", secret: "secret", body: message(2), status: 401 },
  {
    name: "a secret of a bot that does not exist",
    secret: `999999999_${"a".repeat(43)}`,
    body: message(2),
    status: 401,
  },
  { name: "another tenant's bot's secret", secret: "foreign", body: message(2), status: 401 },
  { name: "a tenant that does not exist", userId: "987654", secret: "right", body: message(2), status: 404 },
  { name: "a tenant that is no number", userId: "abc", secret: "right", body: message(2), status: 404 },
  { name: "a tenant with a leading zero", userId: "01", secret: "right", body: message(2), status: 404 },
  { name: "a negative tenant", userId: "-1", secret: "right", body: message(2), status: 404 },
  { name: "an overlong tenant", userId: "9".repeat(200), secret: "right", body: message(2), status: 404 },
  { name: "an empty body", secret: "right", body: "", status: 400 },
  { name: "no JSON", secret: "right", body: "update_id=1", status: 400 },
  { name: "half a JSON", secret: "right", body: '{"update_id":1', status: 400 },
  { name: "an array", secret: "right", body: `[${message(2)}]`, status: 400 },
  { name: "a number", secret: "right", body: "1", status: 400 },
  { name: "null", secret: "right", body: "null", status: 400 },
  { name: "no update_id", secret: "right", body: '{"message":{}}', status: 400 },
  { name: "a negative update_id", secret: "right", body: message(-1), status: 400 },
  { name: "a fractional update_id", secret: "right", body: message(1.5), status: 400 },
  { name: "a huge update_id", secret: "right", body: '{"update_id":99999999999999999999}', status: 400 },
  { name: "an update_id that is text", secret: "right", body: message("12"), status: 400 },
  { name: "an update_id that is null", secret: "right", body: message(null), status: 400 },
  {
    name: "invalid UTF-8",
    secret: "right",
    body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    status: 400,
  },
  {
    name: "a form",
    secret: "right",
    body: message(2),
    contentType: "application/x-www-form-urlencoded",
    status: 400,
  },
  { name: "2 MiB", secret: "right", body: `${message(75)}${" ".repeat(2 * 1024 * 1024)}`, status: 413 },
];
