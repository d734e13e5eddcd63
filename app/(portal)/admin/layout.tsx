import type { ReactNode } from "react";
import { AdminTabs } from "@/components/admin/admin-tabs";
import { requireAdmin } from "@/lib/web/session";

/** The tabs above the admin's pages. To a tenant there is nothing here, not even tabs; each page asks again. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdmin();
  return (
    <>
      <AdminTabs />
      {children}
    </>
  );
}
