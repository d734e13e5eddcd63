import { describe, expect, it } from "vitest";
import { jsonPart, jsonTree } from "../../components/updates/json-entries";

const most = { lines: 20, depth: 3, chars: 10 };
const payload = { message: { chat: { id: 5 }, "odd key": [1, { deep: true }] } };

describe("a payload as a tree", () => {
  it("knows every part by its path and its keys, by which it is copied", () => {
    const { root, cut, deep } = jsonTree(payload, { ...most, depth: 9 });
    expect([cut, deep]).toEqual([false, false]);
    const message = root.parts?.entries[0];
    const [chat, odd] = message?.parts?.entries ?? [];
    expect([chat?.path, odd?.path]).toEqual(["message.chat", 'message["odd key"]']);
    const whole = JSON.stringify(payload);
    expect(JSON.parse(jsonPart(whole, chat?.keys ?? []))).toEqual({ id: 5 });
    expect(JSON.parse(jsonPart(whole, odd?.keys ?? []))).toEqual([1, { deep: true }]);
    expect(JSON.parse(jsonPart(whole, []))).toEqual(payload);
    expect(jsonPart(whole, ["message", "gone", "further"])).toBe("");
  });

  it("is cut where it is long, and called deep only where it is nested too deep", () => {
    const long = jsonTree(Array.from({ length: 50 }), most);
    expect([long.cut, long.deep]).toEqual([true, false]);
    const wide = jsonTree({ text: "x".repeat(50) }, most);
    expect([wide.cut, wide.deep]).toEqual([true, false]);
    const nested = jsonTree([[[[1]]]], most);
    expect([nested.cut, nested.deep]).toEqual([true, true]);
    const justFits = jsonTree([[[[]]]], most);
    expect([justFits.cut, justFits.deep]).toEqual([false, false]);
  });
});
