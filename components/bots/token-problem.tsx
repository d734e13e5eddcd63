import type { ReactNode } from "react";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { tokenWords } from "@/lib/i18n/token";

type Words = ReturnType<typeof tokenWords>;

const link = "text-accent underline underline-offset-2";

/** What is wrong with a token, and the way out. */
export function TokenProblem({ code, message }: { code: string; message: string }) {
  const words = tokenWords(useLanguage());
  return (
    <Notice tone="bad" title={titleOf(words, code === "invalid_input" ? "token_invalid" : code)}>
      <p>{message}</p>
      {wayOut(words, code)}
    </Notice>
  );
}

function titleOf({ problems, failed }: Words, code: string): string {
  return Object.hasOwn(problems, code) ? problems[code as keyof Words["problems"]] : failed;
}

function wayOut(words: Words, code: string): ReactNode {
  if (code === "token_rejected") {
    return (
      <a href="https://t.me/BotFather" target="_blank" rel="noreferrer" className={link}>
        {words.openBotFather}
      </a>
    );
  }
  if (code !== "bot_exists") return null;
  return (
    <Link href="/bots" className={link}>
      {words.yourBots}
    </Link>
  );
}
