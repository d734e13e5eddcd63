import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";
import { NotSetUp } from "@/components/auth/not-set-up";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { signUpWay } from "@/lib/accounts/sign-up-way";
import { viewInvite } from "@/lib/accounts/view-invite";
import { authTexts } from "@/lib/i18n/auth";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import { currentActor } from "@/lib/web/session";
import { signInAction, signUpAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: authTexts(await pageLanguage()).signUp.title };
}

interface Props {
  searchParams: Promise<{ invite?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: Props) {
  if (await currentActor()) redirect("/bots");
  const language = await pageLanguage();
  const { signUp, signIn, setup } = authTexts(language);
  const runtime = await getRuntime();
  const way = await signUpWay(runtime);
  if (way === "not_set_up") {
    return (
      <AuthCard title={setup.title}>
        <NotSetUp language={language} />
      </AuthCard>
    );
  }
  if (way === "closed") return <NoEntry title={signUp.closed}>{signUp.closedText}</NoEntry>;
  const { invite } = await searchParams;
  const token = typeof invite === "string" && invite !== "" ? invite.slice(0, 100) : undefined;
  const invitation = token === undefined ? undefined : await viewInvite(runtime, token);
  if (token !== undefined && !invitation) {
    return <NoEntry title={signUp.invitationVoid}>{signUp.invitationVoidText}</NoEntry>;
  }
  if (token === undefined && way !== "open") {
    return <NoEntry title={signUp.byInvitation}>{signUp.byInvitationText}</NoEntry>;
  }
  return (
    <AuthCard
      title={invitation ? signUp.invited : signUp.title}
      text={signUp.text}
      foot={
        <>
          {signUp.haveAccount}{" "}
          <Link href="/sign-in" className="text-accent underline underline-offset-2">
            {signIn.submit}
          </Link>
        </>
      }
    >
      <SignUpForm
        invite={token}
        invitedEmail={invitation?.email ?? undefined}
        signUp={signUpAction}
        signIn={signInAction}
      />
    </AuthCard>
  );
}

async function NoEntry({ title, children }: { title: string; children: string }) {
  const { signUp, signIn } = authTexts(await pageLanguage());
  return (
    <AuthCard title={signUp.title}>
      <Notice tone="warn" title={title}>
        {children}
      </Notice>
      <Link href="/sign-in" className={buttonStyle({ className: "mt-5 w-full" })}>
        {signIn.submit}
      </Link>
    </AuthCard>
  );
}
