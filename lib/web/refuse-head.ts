/**
 * HEAD of a route whose answer is a stream. Next would answer it by opening the stream, which stays open behind an answer
 * that is over.
 */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}
