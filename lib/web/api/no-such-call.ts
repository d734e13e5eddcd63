import { problem, problemResponse } from "./problem";

/**
 * The answer to a path under /api that is no call, whatever the method: JSON like every other answer, no HTML page. Those
 * of next-auth are among them: people sign in and out by actions of our pages.
 */
export async function noSuchCall(): Promise<Response> {
  return problemResponse(problem(404, "not_found", "There is no such call. See /api/v1/openapi.json."));
}
