export const en = {
  home: "Hookline, my bots",
  skip: "Skip to the content",
  nav: { main: "Main", bots: "Bots", fleet: "Fleet", users: "Users" },
  account: {
    button: "Account",
    signedInAs: "Signed in as",
    page: "Account and API keys",
    signOut: "Sign out",
  },
  colours: { legend: "Colours", system: "Like the system", light: "Light", dark: "Dark" },
  language: "Language",
  loading: "The page is on its way",
  palette: { button: "Go to or do", failed: "The search did not load. Try again." },
  live: {
    behind: "Live updates are interrupted. What you see may be old.",
    reconnecting: "Reconnecting…",
    signedOut: "Your session has ended. What you see may be old.",
    signIn: "Sign in again",
  },
  alert: {
    one: (username: string) => `@${username} needs you`,
    many: (count: number) => `${count} bots of yours need you`,
    kinds: {
      unauthorized: "Telegram refuses its token.",
      conflict: "Another system has taken it.",
      silent: "It hears nothing.",
      backlog: "What waits at Telegram is about to be lost.",
      quarantine: "A chat of it is set aside.",
      replies: "A reply was switched off: its expression takes too long.",
      fallback: "Its webhook fails, and it is polled meanwhile.",
    },
  },
  myBots: "My bots",
  notFound: {
    pageTitle: "Not found",
    title: "There is nothing here",
    text: "The address is wrong, or what was here has been removed.",
  },
  forbidden: {
    title: "This page is for admins",
    text: "You are signed in, but not as an admin of this portal. An admin can change your role.",
  },
};
