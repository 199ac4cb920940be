import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** command -> Debian package */
const PACKAGES = {
  chromium: ["chromium", "fonts-liberation"],
  kubectl: ["kubernetes-client"],
  openssl: ["openssl"],
};

export const has = (command) =>
  spawnSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;

/**
 * Installs what tests use and the machine lacks, where that is allowed: as root, with apt.
 * @returns the commands still missing, each with a sentence why
 */
export function ensureCommands(commands) {
  let missing = commands.filter((command) => !has(command));
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const packages = missing.flatMap((command) => PACKAGES[command] ?? [command]);
    console.log(`Installing ${packages.join(", ")} for the tests...`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    try {
      execFileSync("apt-get", ["update", "-qq"], { env, stdio: ["ignore", "ignore", "inherit"] });
      execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
        env,
        stdio: ["ignore", "ignore", "inherit"],
      });
    } catch (error) {
      console.log(`apt did not install them: ${error.message}`);
    }
    missing = commands.filter((command) => !has(command));
  }
  return missing.map((command) => ({
    command,
    why: `${command} is not on this machine; install Debian's ${(PACKAGES[command] ?? [command])[0]}`,
  }));
}
