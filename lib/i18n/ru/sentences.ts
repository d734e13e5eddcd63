import type { SentenceRule } from "../sentence-rule";
import { accounts } from "./sentences/accounts";
import { amounts } from "./sentences/amounts";
import { inspector } from "./sentences/inspector";
import { reasons } from "./sentences/reasons";
import { refusals } from "./sentences/refusals";
import { replyFaults } from "./sentences/reply-faults";
import { verdicts } from "./sentences/verdicts";

export const ru: readonly SentenceRule[] = [
  ...verdicts,
  ...reasons,
  ...refusals,
  ...accounts,
  ...inspector,
  ...replyFaults,
  ...amounts,
];
