import type { TenantContext } from "../context";

/** Telegram's small sizes are a few kilobytes. */
const maxBytes = 64 * 1024;
/** A picture is worth a moment, no more. Milliseconds, for each of the three calls. */
const timeoutMs = 3_000;

interface PhotoSize {
  file_id: string;
  width: number;
}

/**
 * A bot's picture as a data: address, small; null where it has none or it does not come in time. It goes
 * through us because the address of a file holds the token.
 */
export async function botPhoto(
  ctx: Pick<TenantContext, "telegram">,
  token: string,
  telegramId: number,
): Promise<string | null> {
  const { telegram } = ctx;
  const options = { timeoutMs };
  try {
    const { photos } = await telegram.call<{ photos: PhotoSize[][] }>(
      token,
      "getUserProfilePhotos",
      { user_id: telegramId, limit: 1 },
      options,
    );
    const smallest = photos[0]?.toSorted((a, b) => a.width - b.width)[0];
    if (!smallest) return null;
    const { file_path } = await telegram.call<{ file_path?: string }>(
      token,
      "getFile",
      { file_id: smallest.file_id },
      options,
    );
    // A server of one's own in local mode names a place on its disk instead.
    if (file_path === undefined || !/^[\w./-]+$/.test(file_path) || file_path.startsWith("/")) return null;
    const bytes = await telegram.download(token, file_path, maxBytes, options);
    return isJpeg(bytes) ? `data:image/jpeg;base64,${bytes.toString("base64")}` : null;
  } catch {
    return null;
  }
}

/** Telegram makes a JPEG of every picture; whatever else comes is not shown. */
const isJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
