import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card";
import { ResetPasswordForm } from "@/components/auth/reset-password-form";
import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { resetLinkIsOpen } from "@/lib/accounts/reset-password";
import { authWords } from "@/lib/i18n/auth";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import { resetPasswordAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: authWords(await pageLanguage()).reset.title, robots: { index: false } };
}

interface Props {
  searchParams: Promise<{ token?: string | string[] }>;
}

export default async function ResetPasswordPage({ searchParams }: Props) {
  const runtime = await getRuntime();
  const words = authWords(await pageLanguage()).reset;
  const { token } = await searchParams;
  const secret = typeof token === "string" ? token.slice(0, 100) : "";
  const isVoid = !(await resetLinkIsOpen(runtime, secret));
  return (
    <AuthCard title={words.title} text={isVoid ? undefined : words.text}>
      <ResetPasswordForm token={secret} action={resetPasswordAction}>
        {isVoid ? (
          <>
            <Notice tone="warn" title={words.linkVoid}>
              {words.linkVoidText}
            </Notice>
            {runtime.mail ? (
              <Link href="/forgot-password" className={buttonStyle({ className: "mt-5 w-full" })}>
                {words.again}
              </Link>
            ) : null}
          </>
        ) : null}
      </ResetPasswordForm>
    </AuthCard>
  );
}
