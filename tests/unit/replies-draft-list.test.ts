import { expect, it } from "vitest";
import { emptyDraft, type ReplyDraft } from "../../components/replies/draft";
import { reduceDrafts } from "../../components/replies/draft-list";

const draft = (key: string): ReplyDraft => ({ ...emptyDraft(), key });
const [a, b, c] = [draft("a"), draft("b"), draft("c")];
const list = [a, b, c];
const keys = (drafts: readonly ReplyDraft[]) => drafts.map(({ key }) => key).join("");

it("a removed reply comes back in its place, and no second time", () => {
  const without = reduceDrafts(list, { type: "remove", key: "b" });
  expect(keys(without)).toBe("ac");
  const undo = { type: "add", draft: b, at: 1 } as const;
  expect(keys(reduceDrafts(without, undo))).toBe("abc");
  expect(keys(reduceDrafts(list, undo))).toBe("abc");
  // Others have gone meanwhile: as near to its place as there is one.
  expect(keys(reduceDrafts([], undo))).toBe("b");
});

it("a saved list that is taken back gives way to what has been written since", () => {
  const before = [c, a];
  const takeBack = { type: "replace", drafts: before, instead: list } as const;
  expect(reduceDrafts(list, takeBack)).toBe(before);
  const since = reduceDrafts(list, { type: "change", key: "a", patch: { text: "new" } });
  expect(reduceDrafts(since, takeBack)).toBe(since);
});
