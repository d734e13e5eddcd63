import { problem, problemResponse } from "./problem";

/** The answer to a path under /api/v1 that is no call: JSON like every other answer, no HTML page. */
export async function noSuchCall(): Promise<Response> {
  return problemResponse(problem(404, "not_found", "There is no such call. See /api/v1/openapi.json."));
}
