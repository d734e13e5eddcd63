import { adminFromEnvironment } from "../accounts/admin-from-environment";
import { createFirstAdminLink } from "../accounts/create-first-admin-link";
import { parseConfig } from "../config/env";
import { createDatabase } from "../data/database";
import { migrate } from "../data/migrate";
import { plainEnglish } from "./plain-english";
import { portalAddress } from "./portal-address";

/**
 * What `npm start` does once before it serves: migrations, and the first admin or the one-time link that
 * makes one. A process of its own, so that the memory it takes is given back.
 */
async function prepare(): Promise<void> {
  const config = parseConfig(process.env);
  const url = config.DATABASE_URL ?? "";
  await migrate(url, { log: (sentence) => console.log(sentence) });
  const data = createDatabase(url, { connections: 2, applicationName: "hookline start" });
  await adminFromEnvironment({ data, config });
  const adminLink = await createFirstAdminLink({ data }, { baseUrl: portalAddress(config) });
  await data.close();
  await new Promise((sent) => process.send?.({ type: "prepared", adminLink }, sent));
}

process.on("disconnect", () => process.exit());
prepare().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(plainEnglish(error));
    process.exit(1);
  },
);
