import { expect, test } from "vitest";
import { childEnvironment } from "../../lib/process/child-environment";

const env = {
  PATH: "/bin",
  HOME: "/root",
  LC_ALL: "C",
  NODE_OPTIONS: "--trace-warnings",
  https_proxy: "http://proxy",
  PGPASSWORD: "of the database",
  DATABASE_URL: "postgresql://localhost/x",
  NEXTAUTH_SECRET: "secret",
  TOKEN_ENCRYPTION_KEYS: "keys",
  SMTP_URL: "smtp://mail",
  NEXTAUTH_URL: "https://a.example",
  HOST: "::",
  PORT: "1",
  ADMIN_EMAIL: "a@example.org",
  ADMIN_PASSWORD: "password",
  HOOKLINE_PASSWORD: "password",
  MAIN_BOT_TOKEN: "1:x",
  AWS_SECRET_ACCESS_KEY: "not ours",
  ADMIN_PASSWORD_FILE: "not ours either",
};

test("a process that serves is given the settings it reads, and what the system reads", () => {
  const { ADMIN_EMAIL, ADMIN_PASSWORD, HOOKLINE_PASSWORD, MAIN_BOT_TOKEN, ...rest } = env;
  const { AWS_SECRET_ACCESS_KEY, ADMIN_PASSWORD_FILE, ...serving } = rest;
  expect(childEnvironment("serving", env)).toEqual(serving);
});

test("what makes the first admin is given their password, and no key", () => {
  const { NEXTAUTH_SECRET, TOKEN_ENCRYPTION_KEYS, SMTP_URL, HOOKLINE_PASSWORD, ...rest } = env;
  const { MAIN_BOT_TOKEN, AWS_SECRET_ACCESS_KEY, ADMIN_PASSWORD_FILE, ...preparing } = rest;
  expect(childEnvironment("prepare", env)).toEqual(preparing);
});
