import { numberIn, pluralIn } from "../plural";

const number = numberIn("en");
const plural = pluralIn("en");
const bots = (count: number) => `${number(count)} ${plural(count, { one: "bot", other: "bots" })}`;

export const en = {
  confirmEmail: {
    subject: "Confirm your new address",
    text: (link: string) =>
      `Somebody, most likely you, wants to use this address for their Hookline account.\n\nConfirm it within an hour:\n${link}\n\nIf it was not you, do nothing: the address stays as it is.`,
  },
  addressTaken: {
    subject: "This address has an account already",
    text: (portal: string) =>
      `Somebody, maybe you, wanted to move another Hookline account to this address. It has an account of its own already, so nothing was changed.\n\n${portal}`,
  },
  emailChanged: {
    subject: "The address of your account was changed",
    text: (address: string) =>
      `Your Hookline account belongs to the address ${address} from now on. This one keeps no access to it.\n\nIf that was not you, tell the people who run this portal at once.`,
  },
  resetPassword: {
    subject: "Choose a new password",
    text: (link: string) =>
      `Somebody, most likely you, has forgotten the password of the Hookline account with this address.\n\nChoose a new one within an hour:\n${link}\n\nIf it was not you, do nothing: your password stays as it is.`,
  },
  passwordReset: {
    subject: "Your password was changed",
    text: (portal: string) =>
      `The password of your Hookline account was just changed by a link that was sent to this address, and every session and every API key was ended.\n\n${portal}\n\nIf that was not you, tell the people who run this portal at once.`,
  },
  newApiKey: {
    subject: "A new API key of your account",
    text: (key: Record<"name" | "scopes" | "expires" | "made" | "where" | "page", string>) =>
      `An API key was just made for your Hookline account. Whoever has it acts in your name.\n\nName: ${key.name}\nScopes: ${key.scopes}\nExpires: ${key.expires}\nMade: ${key.made}, ${key.where}\n\nIf that was not you, revoke the key and change your password at once:\n${key.page}`,
    never: "never",
    onPage: (place: string) => `on your account page (${place})`,
    onCommandLine: "by the people who run this portal, on its command line",
  },
  alerts: {
    oneBegun: (bot: string) => `${bot} needs you`,
    manyBegun: (count: number) => `${bots(count)} of yours need you`,
    oneEnded: (bot: string) => `${bot} is well again`,
    manyEnded: (count: number) => `${bots(count)} of yours are well again`,
    begun: "Needs you:",
    ended: "Over:",
    over: {
      unauthorized: "Telegram accepts its token again.",
      conflict: "No other program takes its updates any more.",
      silent: "It receives updates again.",
      backlog: "What waited at Telegram is no longer close to its loss.",
      quarantine: "None of its chats is set aside any more.",
      replies: "No reply is switched off any more for what its expression takes.",
      fallback: "It no longer polls in place of its webhook.",
    },
    more: (count: number) => `… and ${number(count)} more.`,
    footer: (choices: string) =>
      `You get this because alerts by mail are on in your account. Choose which, or switch them off:\n${choices}`,
  },
};
