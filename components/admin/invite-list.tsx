import { TimeAgo } from "@/components/ui/time-ago";
import { TimeLeft } from "@/components/ui/time-left";
import type { InviteView } from "@/lib/accounts/list-invites";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { RevokeInvite } from "./revoke-invite";

interface InviteListProps {
  invites: readonly InviteView[];
  revoke: Parameters<typeof RevokeInvite>[0]["revoke"];
  language: Language;
}

/** Invitations that can still be used. */
export function InviteList({ invites, revoke, language }: InviteListProps) {
  const texts = adminTexts(language).users;
  return (
    <ul className="divide-y divide-line">
      {invites.map((invite) => (
        <li
          key={invite.id}
          className="flex flex-wrap items-center gap-x-4 gap-y-1.5 py-2.5 first:pt-0 last:pb-0"
        >
          <div className="min-w-0 flex-1 basis-56">
            <p className="truncate font-medium">
              {invite.email ?? texts.anybody}
              <span className="ml-2 font-normal text-ink-3">{texts.roles[invite.role]}</span>
            </p>
            <p className="truncate text-ink-3 text-xs">
              <TimeAgo at={invite.createdAt} />
              {invite.createdBy ? ` · ${texts.by(invite.createdBy)}` : null} · {texts.expires}{" "}
              <TimeLeft at={invite.expiresAt} />
            </p>
          </div>
          <RevokeInvite id={invite.id} revoke={revoke} />
        </li>
      ))}
    </ul>
  );
}
