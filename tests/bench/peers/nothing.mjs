// What a Node process costs that has next to nothing to do: it looks up once a second.
setInterval(() => {}, 1_000);
process.send({});
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
