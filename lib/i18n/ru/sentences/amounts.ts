import { type Forms, numberIn, pluralIn } from "../../plural";
import type { SentenceRule } from "../../sentence-rule";

const plural = pluralIn("ru");
const number = numberIn("ru");

/** "12 seconds" in a case that fits after "уже" and before "назад". */
function amount(unit: string, forms: Forms): SentenceRule[] {
  const said = (count: string) => {
    const value = Number(count.replaceAll(",", ""));
    return Number.isFinite(value) ? `${number(value)} ${plural(value, forms)}` : `${count} ${forms.other}`;
  };
  return [
    [`{count} ${unit}s`, ({ count = "" }) => said(count)],
    [`1 ${unit}`, said("1")],
    [`about {count} ${unit}s`, ({ count = "" }) => `примерно ${said(count)}`],
    [`about 1 ${unit}`, `примерно ${said("1")}`],
  ];
}

const months = [
  ["Jan", "янв."],
  ["Feb", "февр."],
  ["Mar", "марта"],
  ["Apr", "апр."],
  ["May", "мая"],
  ["Jun", "июня"],
  ["Jul", "июля"],
  ["Aug", "авг."],
  ["Sep", "сент."],
  ["Oct", "окт."],
  ["Nov", "нояб."],
  ["Dec", "дек."],
];

/** Times, spans and counts, as they stand in sentences. */
export const amounts: readonly SentenceRule[] = [
  ...amount("second", { one: "секунду", few: "секунды", other: "секунд" }),
  ...amount("minute", { one: "минуту", few: "минуты", other: "минут" }),
  ...amount("hour", { one: "час", few: "часа", other: "часов" }),
  ...amount("day", { one: "день", few: "дня", other: "дней" }),
  ...amount("update", { one: "обновление", few: "обновления", other: "обновлений" }),
  ["a second", "секунду"],
  ["less than a minute", "меньше минуты"],
  ...months.map(
    ([english, russian]): SentenceRule => [`{day} ${english}, {time} UTC`, `{day} ${russian}, {time} UTC`],
  ),
];
