import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card";
import { ResetPasswordForm } from "@/components/auth/reset-password-form";
import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { resetLinkIsOpen } from "@/lib/accounts/reset-password";
import { authTexts } from "@/lib/i18n/auth";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import { resetPasswordAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: authTexts(await pageLanguage()).reset.title, robots: { index: false } };
}

interface Props {
  searchParams: Promise<{ token?: string | string[] }>;
}

export default async function ResetPasswordPage({ searchParams }: Props) {
  const runtime = await getRuntime();
  const texts = authTexts(await pageLanguage()).reset;
  const { token } = await searchParams;
  const secret = typeof token === "string" ? token.slice(0, 100) : "";
  const isVoid = !(await resetLinkIsOpen(runtime, secret));
  return (
    <AuthCard title={texts.title} text={isVoid ? undefined : texts.text}>
      <ResetPasswordForm token={secret} action={resetPasswordAction}>
        {isVoid ? (
          <>
            <Notice tone="warn" title={texts.linkVoid}>
              {texts.linkVoidText}
            </Notice>
            {runtime.mail ? (
              <Link href="/forgot-password" className={buttonStyle({ className: "mt-5 w-full" })}>
                {texts.again}
              </Link>
            ) : null}
          </>
        ) : null}
      </ResetPasswordForm>
    </AuthCard>
  );
}
