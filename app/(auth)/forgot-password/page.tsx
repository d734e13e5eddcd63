import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuthCard } from "@/components/auth/auth-card";
import { ForgotPasswordForm } from "@/components/auth/forgot-password-form";
import { Link } from "@/components/ui/link";
import { authWords } from "@/lib/i18n/auth";
import { pageLanguage } from "@/lib/web/page-language";
import { getRuntime } from "@/lib/web/runtime";
import { forgotPasswordAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: authWords(await pageLanguage()).forgot.title };
}

export default async function ForgotPasswordPage() {
  if (!(await getRuntime()).mail) notFound();
  const words = authWords(await pageLanguage());
  return (
    <AuthCard
      title={words.forgot.title}
      text={words.forgot.text}
      foot={
        <Link href="/sign-in" className="text-accent underline underline-offset-2">
          {words.forgot.back}
        </Link>
      }
    >
      <ForgotPasswordForm action={forgotPasswordAction} />
    </AuthCard>
  );
}
