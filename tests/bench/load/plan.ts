/** A bot as the load generator plays Telegram to it. */
export interface LoadTarget {
  /** e.g. /webhook/7 */
  path: string;
  secret: string;
}

/** One run of load against one server. */
export interface LoadPlan {
  port: number;
  /** Servers that take part besides, as behind a balancer: connections are dealt out in turns. */
  morePorts?: number[];
  targets: LoadTarget[];
  connections: number;
  /** Before anything is counted. */
  warmUpMs: number;
  runMs: number;
  /** Requests a second, sent on time whatever the answers do; absent: as fast as the answers come. */
  rate?: number;
  /** update_id of the first update; every run needs ids of its own. */
  firstUpdateId: number;
  /** Chats that write; a chat's next update waits for the answer to its last, as Telegram does it. */
  chats: number;
  /** Each target gets one update, and the run ends. */
  onceEach?: boolean;
}

/** What the generator saw after the warm-up. */
export interface LoadResult {
  seconds: number;
  answers: number;
  /** Answers by HTTP status, the warm-up included. */
  statuses: Record<string, number>;
  /** Answers that carried a method call. */
  replies: number;
  /** 429 and 503 answers without Retry-After. */
  withoutRetryAfter: number;
  /** Connections that broke. */
  broken: number;
  /** Milliseconds from the moment a request was due to its whole answer; 2xx answers only. */
  p50: number;
  p99: number;
  most: number;
  /** The same from the moment of sending, waiting for a free connection left out. */
  serviceP99: number;
  /** Processor time of the generator itself, seconds. */
  cpuSeconds: number;
}
