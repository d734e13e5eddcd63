import type { ReactNode } from "react";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { tokenTexts } from "@/lib/i18n/token";

type InterfaceTexts = ReturnType<typeof tokenTexts>;

const link = "text-accent underline underline-offset-2";

/** What is wrong with a token, and the way out. */
export function TokenProblem({ code, message }: { code: string; message: string }) {
  const texts = tokenTexts(useLanguage());
  return (
    <Notice tone="bad" title={titleOf(texts, code === "invalid_input" ? "token_invalid" : code)}>
      <p>{message}</p>
      {wayOut(texts, code)}
    </Notice>
  );
}

function titleOf({ problems, failed }: InterfaceTexts, code: string): string {
  return Object.hasOwn(problems, code) ? problems[code as keyof InterfaceTexts["problems"]] : failed;
}

function wayOut(texts: InterfaceTexts, code: string): ReactNode {
  if (code === "token_rejected") {
    return (
      <a href="https://t.me/BotFather" target="_blank" rel="noreferrer" className={link}>
        {texts.openBotFather}
      </a>
    );
  }
  if (code !== "bot_exists") return null;
  return (
    <Link href="/bots" className={link}>
      {texts.yourBots}
    </Link>
  );
}
