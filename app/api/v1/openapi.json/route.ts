import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";
import { openApiDocument } from "@/lib/web/api/openapi";

export const GET = api(calls.openApi, async () => openApiDocument());
