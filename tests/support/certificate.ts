import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificate {
  key: Buffer;
  cert: Buffer;
  /** Paths of both, for programs that are told of files. */
  keyFile: string;
  certFile: string;
  remove(): void;
}

/**
 * A certificate that signs itself, good for two days: whoever is given it trusts it, nobody else does.
 *
 * @param names as in a subjectAltName: "DNS:localhost", "IP:127.0.0.1".
 */
export function makeCertificate(...names: string[]): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "hookline-tls-"));
  const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=hookline tests", "-addext", `subjectAltName=${names.join(",")}`];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const files = ["-keyout", keyFile, "-out", certFile];
  execFileSync("openssl", ["req", "-x509", "-nodes", "-days", "2", ...curve, ...subject, ...files], {
    stdio: "ignore",
  });
  return {
    key: readFileSync(keyFile),
    cert: readFileSync(certFile),
    keyFile,
    certFile,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
