/** What a name becomes in a username: "Ada's Café" is adas_cafe_bot. */
function usernameOf(name) {
  const plain = name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N} ]/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const stem = plain.slice(0, 24) || "new";
  return `${stem}_${Math.random().toString(36).slice(2, 5)}_bot`;
}

/** The part of BotFather that matters here: it makes a bot and hands out its token. */
export function botFather({ call, toast, onMade }) {
  const at = (id) => document.getElementById(id);
  at("father").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = at("father-name").value.trim();
    if (name === "") return;
    try {
      const { token, id } = await call("/bots", { first_name: name, username: usernameOf(name) });
      at("father-token").value = token;
      at("father-made").hidden = false;
      await onMade(id);
      at("father-token").focus();
      at("father-token").select();
    } catch (error) {
      toast(error.message);
    }
  });
  at("father-copy").addEventListener("click", async () => {
    at("father-token").select();
    await navigator.clipboard?.writeText(at("father-token").value).catch(() => {});
    toast("Copied. Paste it in the portal, under Register a bot.");
  });
}
