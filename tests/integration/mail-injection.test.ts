import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertMail } from "../../lib/alerts/alert-mail";
import { createMailer, type Mailer } from "../../lib/mail/mailer";
import { type ReceivedMail, startMailServer, type TestMailServer } from "../support/mail-server";
import { until } from "../support/system";

const portal = "https://portal.example.org";
const eve = "eve@example.org";

describe("a mail that holds somebody's words", () => {
  let server: TestMailServer;
  let mailer: Mailer;

  beforeAll(async () => {
    server = await startMailServer();
    mailer = createMailer(server.url, portal);
  });
  afterAll(async () => {
    mailer.close();
    await server.close();
  });

  /** Sends it; resolves to what the server has got of it. */
  const sent = async (to: string, mail: { subject: string; text: string }): Promise<ReceivedMail> => {
    const before = server.mails.length;
    await mailer.send({ to, ...mail });
    return until("the mail", () => server.mails[before]);
  };
  /** Names of the header's fields; a line that is folded belongs to the one before. */
  const fieldsOf = ({ text }: ReceivedMail): string[] => {
    const [header = ""] = text.split("\n\n");
    return [...header.matchAll(/^([\w-]+):/gm)].map(([, name = ""]) => name.toLowerCase()).sort();
  };

  test.each([
    ["a line of a header", `x\r\nBcc: ${eve}`],
    ["a body of its own", `x\r\n\r\nDear Ada,`],
    ["a bare line feed", `x\nBcc: ${eve}`],
    ["a bare carriage return", `x\rBcc: ${eve}`],
    ["other ends of lines", `x\u2028Bcc: ${eve}\u0085Cc: ${eve}\vTo: ${eve}`],
    ["an encoded line", `=?utf-8?Q?x=0D=0ABcc:_${eve}?=`],
    ["more than a line holds, beyond ASCII", `${"ы".repeat(400)}\r\nBcc: ${eve}`],
  ])("a bot's name with %s stays within the subject", async (_what, username) => {
    const row = { botId: 1, kind: "down", ended: false, sentence: "The bot is down." };
    const news = [{ ...row, username }] as unknown as Parameters<typeof alertMail>[0];
    const mail = alertMail(news, { portal, language: "en" });
    const plain = await sent("ada@example.org", { subject: "x", text: "x" });
    const got = await sent("ada@example.org", mail);
    expect(got.to).toEqual(["ada@example.org"]);
    // Encoding aside the same fields as any mail has.
    expect(fieldsOf(got)).toEqual(fieldsOf(plain));
  });

  test("a text ends where it ends, whatever its lines say", async () => {
    const text = `one\r\n.\r\nMAIL FROM:<${eve}>\r\nRCPT TO:<${eve}>\r\n..\r\nlast`;
    const got = await sent("ada@example.org", { subject: "x", text });
    expect(got.to).toEqual(["ada@example.org"]);
    expect(got.text).toContain(text);
  });

  test.each([
    `ada@example.org, ${eve}`,
    `ada@example.org\r\nRCPT TO:<${eve}>`,
    `ada@example.org>\r\nRCPT TO:<${eve}`,
    `${eve} <ada@example.org>`,
    `"${eve}> "@example.com`,
    `friends: ${eve};`,
  ])("an address that is none, %j, reaches nobody else", async (to) => {
    const before = server.mails.length;
    await mailer.send({ to, subject: "x", text: "x" }).catch((error) => expect(error).toBeInstanceOf(Error));
    expect(server.mails.slice(before).flatMap((mail) => mail.to)).not.toContain(eve);
  });
});
