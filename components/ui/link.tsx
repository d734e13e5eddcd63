import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within the portal. It fetches its page when it is followed: Next would fetch what it can of every link in
 * view, again each time the page is shown anew, and a page is drawn per request, so there is next to nothing to fetch.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink {...props} prefetch={false} />;
}
