export const en = {
  title: "This page did not load",
  text: "Something failed on our side. Your bots go on working.",
  retry: "Try again",
  reference: "Reference",
  myBots: "My bots",
};
