import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";

interface AuthCardProps {
  title: string;
  text?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
}

/** The one card of an account page. */
export function AuthCard({ title, text, children, foot }: AuthCardProps) {
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
      {text ? <p className="mt-1.5 text-ink-2">{text}</p> : null}
      <Card className="mt-6 p-5 sm:p-6">{children}</Card>
      {foot ? <p className="mt-5 text-center text-ink-2">{foot}</p> : null}
    </>
  );
}
