import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";
import { ConfirmEmailForm } from "@/components/auth/confirm-email-form";
import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { emailToConfirm } from "@/lib/accounts/confirm-email";
import { authTexts } from "@/lib/i18n/auth";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import { confirmEmailAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: authTexts(await pageLanguage()).confirm.title, robots: { index: false } };
}

interface Props {
  searchParams: Promise<{ token?: string | string[] }>;
}

/** Opening the link changes nothing yet: programs that look into mails open links too. */
export default async function ConfirmEmailPage({ searchParams }: Props) {
  const runtime = await getRuntime();
  if (!runtime.mail) notFound();
  const texts = authTexts(await pageLanguage()).confirm;
  const { token } = await searchParams;
  const secret = typeof token === "string" ? token.slice(0, 100) : "";
  const email = await emailToConfirm(runtime, secret);
  const isVoid = email === undefined;
  return (
    <AuthCard title={texts.title} text={isVoid ? undefined : texts.text(email)}>
      <ConfirmEmailForm token={secret} action={confirmEmailAction}>
        {isVoid ? (
          <>
            <Notice tone="warn" title={texts.linkVoid}>
              {texts.linkVoidText}
            </Notice>
            <Link href="/account" className={buttonStyle({ className: "mt-5 w-full" })}>
              {texts.account}
            </Link>
          </>
        ) : null}
      </ConfirmEmailForm>
    </AuthCard>
  );
}
