import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";
import { ForgotPasswordForm } from "@/components/auth/forgot-password-form";
import { Link } from "@/components/ui/link";
import { authTexts } from "@/lib/i18n/auth";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import { forgotPasswordAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: authTexts(await pageLanguage()).forgot.title };
}

export default async function ForgotPasswordPage() {
  if (!(await getRuntime()).mail) notFound();
  const texts = authTexts(await pageLanguage());
  return (
    <AuthCard
      title={texts.forgot.title}
      text={texts.forgot.text}
      foot={
        <Link href="/sign-in" className="text-accent underline underline-offset-2">
          {texts.forgot.back}
        </Link>
      }
    >
      <ForgotPasswordForm action={forgotPasswordAction} />
    </AuthCard>
  );
}
