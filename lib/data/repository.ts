import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * A file or folder of the repository by its path from the root. Looked for upwards from this module,
 * because it runs from lib/data, from dist/ and from Next's build alike.
 */
export function repositoryPath(path: string): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const place = join(folder, path);
    if (existsSync(place)) return place;
    if (dirname(folder) === folder) throw new Error(`${path} is missing beside the program.`);
  }
}
