import { Agent, request } from "node:http";

export interface Asked {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** One request, its target and headers byte for byte as given: fetch would repair both. */
export function ask(origin: string, path: string, { method = "GET", headers = {}, body }: Asking = {}) {
  const { hostname, port } = new URL(origin);
  return new Promise<Asked>((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const asked = request(
      { hostname, port, path, method, agent, headers: { ...headers, ...length } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk)).once("error", reject);
        answer.once("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    asked.once("error", reject).end(body);
  });
}

/** Runs the jobs, eight at a time, in order. */
export async function inParallel<T>(jobs: readonly T[], run: (job: T) => Promise<void>): Promise<void> {
  const left = jobs.values();
  const work = async () => {
    for (const job of left) await run(job);
  };
  await Promise.all(Array.from({ length: 8 }, work));
}
