export function succeeds(command: string, args: string[], env?: NodeJS.ProcessEnv): boolean;
export function installDebianPackage(name: string): boolean;
