import { createTransport } from "nodemailer";

export interface Mail {
  to: string;
  subject: string;
  /** Plain text: it says everything, and no program hides what a link leads to. */
  text: string;
}

/** Sends mail by the operator's server. */
export interface Mailer {
  /** Resolves when the server has taken it. Throws an Error in the server's words. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

const timeoutMs = 10_000;

/**
 * @param url SMTP_URL: smtp(s)://user:password@host:port, with `?from=` for the sender.
 * @param publicUrl where the portal is reached; without `from` mail comes from hookline@ its host.
 */
export function createMailer(url: string, publicUrl: string): Mailer {
  const server = new URL(url);
  const from = server.searchParams.get("from") ?? `hookline@${new URL(publicUrl).hostname}`;
  const secure = server.protocol === "smtps:";
  const transport = createTransport({
    host: server.hostname,
    port: server.port === "" ? (secure ? 465 : 587) : Number(server.port),
    secure,
    // A password must not travel in the clear, unless the server is this machine.
    requireTLS: !secure && server.username !== "" && !isLocal(server.hostname),
    ...(server.username === ""
      ? {}
      : { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      // As an object: an address is never read as a list of them.
      await transport.sendMail({
        from,
        to: { name: "", address: to },
        subject,
        text,
        headers: { "auto-submitted": "auto-generated" },
      });
    },
    close: () => transport.close(),
  };
}

const isLocal = (host: string): boolean => ["localhost", "127.0.0.1", "[::1]", "::1"].includes(host);
