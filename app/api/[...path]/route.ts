import { noSuchCall } from "@/lib/web/api/no-such-call";

export {
  noSuchCall as DELETE,
  noSuchCall as GET,
  noSuchCall as OPTIONS,
  noSuchCall as PATCH,
  noSuchCall as POST,
  noSuchCall as PUT,
};
