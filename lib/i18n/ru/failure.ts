import type { en } from "../en/failure";
import type { Texts } from "../texts";

export const ru: Texts<typeof en> = {
  title: "Страница не загрузилась",
  text: "Что-то сломалось на нашей стороне. Ваши боты продолжают работать.",
  retry: "Повторить",
  reference: "Номер для справки:",
  myBots: "Мои боты",
};
