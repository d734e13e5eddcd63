import type { IncomingHttpHeaders } from "node:http";

/** Whether the headers announce a body (RFC 9112, 6.3); one without a byte is none. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Whether a body is a form as browsers name it; Next reads no other spelling as one. */
export function isFormType(type: string): boolean {
  return type.startsWith("multipart/form-data;");
}
