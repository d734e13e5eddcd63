import type { Scenario } from "../scenario";
import { clockJump } from "./clock-jump";
import { killSwitching } from "./kill-switching";
import { killPostgres, killSidecar, killWeb, pauseSidecar } from "./kills";
import { poisoned } from "./poison";
import { telegram } from "./telegram";
import { toggling } from "./toggling";
import { unreachable } from "./unreachable";

/** Every scenario, in the order in which they begin; of each lane, the one that takes longest is first. */
export const scenarios: readonly Scenario[] = [
  killSwitching,
  toggling,
  killWeb,
  killSidecar,
  killPostgres,
  pauseSidecar,
  ...unreachable,
  ...telegram,
  clockJump,
  poisoned,
];
