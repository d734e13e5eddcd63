import { Laptop, Smartphone } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { TimeAgo } from "@/components/ui/time-ago";
import { accountTexts } from "@/lib/i18n/account";
import { pageLanguage } from "@/lib/web/page-language";
import { type EndOtherSessions, EndOthers, type EndSession, EndSessionButton } from "./end-session";

interface Session {
  id: string;
  current: boolean;
  device: { browser: string | null; system: string | null };
  address: string;
  createdAt: string;
  lastSeenAt: string;
}

interface SessionsProps {
  sessions: readonly Session[];
  end: EndSession;
  endOthers: EndOtherSessions;
}

const phones = ["iPhone", "iPad", "Android"];

/** Where a person is signed in; each place can be signed out. */
export async function Sessions({ sessions, end, endOthers }: SessionsProps) {
  const texts = accountTexts(await pageLanguage()).sessions;
  return (
    <div className="grid gap-4">
      <ul className="divide-y divide-line border-line border-t">
        {sessions.map((session) => {
          const device = texts.device(session.device.browser, session.device.system);
          const Icon = phones.includes(session.device.system ?? "") ? Smartphone : Laptop;
          return (
            <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
              <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
              <div className="min-w-0 flex-1 basis-52">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {device}
                  {session.current ? <Badge tone="good">{texts.here}</Badge> : null}
                </p>
                <p className="text-ink-3 text-xs">
                  {session.current ? null : (
                    <>
                      {texts.seen} <TimeAgo at={session.lastSeenAt} /> ·{" "}
                    </>
                  )}
                  {texts.since} <TimeAgo at={session.createdAt} /> ·{" "}
                  <span className="break-all">{session.address}</span>
                </p>
              </div>
              {session.current ? null : <EndSessionButton id={session.id} device={device} end={end} />}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 ? <EndOthers endOthers={endOthers} /> : null}
    </div>
  );
}
