import type { Metadata } from "next";
import { AuthCard } from "@/components/auth/auth-card";
import { SetupForm } from "@/components/auth/setup-form";
import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { firstAdminLinkIsOpen } from "@/lib/accounts/claim-first-admin";
import { authTexts } from "@/lib/i18n/auth";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import { claimAdminAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: authTexts(await pageLanguage()).setup.pageTitle, robots: { index: false } };
}

interface Props {
  searchParams: Promise<{ token?: string | string[] }>;
}

export default async function SetupPage({ searchParams }: Props) {
  const { setup, signIn } = authTexts(await pageLanguage());
  const { token } = await searchParams;
  const secret = typeof token === "string" ? token.slice(0, 100) : "";
  if (!(await firstAdminLinkIsOpen(await getRuntime(), secret))) {
    return (
      <AuthCard title={setup.title}>
        <Notice tone="warn" title={setup.linkVoid}>
          {setup.linkVoidText}
        </Notice>
        <Link href="/sign-in" className={buttonStyle({ className: "mt-5 w-full" })}>
          {signIn.submit}
        </Link>
      </AuthCard>
    );
  }
  return (
    <AuthCard title={setup.title} text={setup.text}>
      <SetupForm token={secret} action={claimAdminAction} />
    </AuthCard>
  );
}
