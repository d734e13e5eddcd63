import { Compass } from "lucide-react";
import type { Metadata } from "next";
import { MessagePage } from "@/components/shell/message-page";
import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { shellTexts } from "@/lib/i18n/shell";
import { pageLanguage } from "@/lib/web/page-language";

export async function generateMetadata(): Promise<Metadata> {
  return { title: shellTexts(await pageLanguage()).notFound.pageTitle };
}

export default async function NotFound() {
  const { notFound, myBots } = shellTexts(await pageLanguage());
  return (
    <main>
      <MessagePage
        icon={Compass}
        title={notFound.title}
        actions={
          <Link href="/bots" className={buttonStyle({ look: "primary" })}>
            {myBots}
          </Link>
        }
      >
        <p>{notFound.text}</p>
      </MessagePage>
    </main>
  );
}
