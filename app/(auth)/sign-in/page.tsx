import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";
import { SignInForm } from "@/components/auth/sign-in-form";
import { Link } from "@/components/ui/link";
import { signUpWay } from "@/lib/accounts/sign-up-way";
import { authTexts } from "@/lib/i18n/auth";
import { safeNextPath } from "@/lib/web/next-path";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import { currentActor } from "@/lib/web/session";
import { signInAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: authTexts(await pageLanguage()).signIn.title };
}

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const next = safeNextPath((await searchParams).next);
  if (await currentActor()) redirect(next);
  const texts = authTexts(await pageLanguage()).signIn;
  const runtime = await getRuntime();
  return (
    <AuthCard
      title={texts.title}
      foot={
        (await signUpWay(runtime)) === "open" ? (
          <>
            {texts.newHere}{" "}
            <Link href="/sign-up" className="text-accent underline underline-offset-2">
              {texts.createAccount}
            </Link>
          </>
        ) : null
      }
    >
      <SignInForm next={next} action={signInAction} />
      {runtime.mail ? (
        <Link
          href="/forgot-password"
          className="mt-4 block text-center text-accent underline underline-offset-2"
        >
          {texts.forgot}
        </Link>
      ) : null}
    </AuthCard>
  );
}
