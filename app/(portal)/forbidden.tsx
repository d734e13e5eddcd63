import { Lock } from "lucide-react";
import { MessagePage } from "@/components/shell/message-page";
import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { shellTexts } from "@/lib/i18n/shell";
import { pageLanguage } from "@/lib/web/page-language";

/** Status 403: somebody who is signed in opened a page of an admin's. */
export default async function Forbidden() {
  const { forbidden, myBots } = shellTexts(await pageLanguage());
  return (
    <MessagePage
      icon={Lock}
      title={forbidden.title}
      actions={
        <Link href="/bots" className={buttonStyle({ look: "primary" })}>
          {myBots}
        </Link>
      }
    >
      <p>{forbidden.text}</p>
    </MessagePage>
  );
}
