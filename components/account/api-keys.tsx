import { KeyRound } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { TimeAgo } from "@/components/ui/time-ago";
import { accountTexts } from "@/lib/i18n/account";
import { pageLanguage } from "@/lib/web/page-language";
import { type CreateKey, NewApiKey } from "./new-api-key";
import { type Revoke, RevokeKey } from "./revoke-key";

interface ApiKey {
  id: number;
  name: string;
  prefix: string;
  scopes: readonly string[];
  expiresAt: string | null;
  createdAt: string;
  lastUsedAt: string | null;
}

interface ApiKeysProps {
  keys: readonly ApiKey[];
  /** Whether making one takes a code of the person's device. */
  twoFactor: boolean;
  create: CreateKey;
  revoke: Revoke;
}

/** A person's API keys: make one, see what each may do and when it was used, end one. */
export async function ApiKeys({ keys, twoFactor, create, revoke }: ApiKeysProps) {
  const texts = accountTexts(await pageLanguage()).apiKeys;
  return (
    <div className="grid gap-5">
      <NewApiKey twoFactor={twoFactor} create={create} />
      {keys.length === 0 ? (
        <p className="flex items-center gap-2.5 text-ink-3">
          <KeyRound aria-hidden className="size-4 shrink-0" />
          {texts.none}
        </p>
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {keys.map((key) => (
            <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
              <div className="min-w-0 flex-1 basis-52">
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="min-w-0 truncate font-medium">{key.name}</span>
                  {isOver(key.expiresAt) ? <Badge tone="bad">{texts.expired}</Badge> : null}
                </p>
                <p className="text-ink-3 text-xs">
                  <code className="font-mono">{key.prefix}…</code> · {texts.mayList(key.scopes)}
                </p>
                <p className="text-ink-3 text-xs">
                  {texts.made} <TimeAgo at={key.createdAt} /> · {texts.used} <TimeAgo at={key.lastUsedAt} />
                  {key.expiresAt && !isOver(key.expiresAt) ? (
                    <>
                      {" "}
                      · {texts.until} <time dateTime={key.expiresAt}>{key.expiresAt.slice(0, 10)}</time>
                    </>
                  ) : null}
                </p>
              </div>
              <RevokeKey id={key.id} name={key.name} revoke={revoke} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const isOver = (at: string | null): boolean => at !== null && Date.parse(at) <= Date.now();
