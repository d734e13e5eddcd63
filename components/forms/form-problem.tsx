import { Notice } from "@/components/ui/notice";
import type { ActionState } from "@/lib/web/action-state";
import { formError } from "./state";

interface FormProblemProps {
  state: ActionState<unknown>;
  /** Fields that say their own errors. */
  fields: readonly string[];
}

/** Why a form was refused, where no field of it says so. */
export function FormProblem({ state, fields }: FormProblemProps) {
  const problem = formError(state, fields);
  return problem ? (
    <Notice tone="bad" live>
      {problem}
    </Notice>
  ) : null;
}
