import childProcess, { ChildProcess } from 'node:child_process';
import { Socket as UdpSocket } from 'node:dgram';
import dns from 'node:dns';
import { Server, Socket } from 'node:net';

/** Thrown where code of this process tries to reach out. No person sees it: nothing of the app does so. */
export class NoWayOut extends Error {
  constructor(what: string) {
    super(`This app opens no connection and starts no program (${what}).`);
    this.name = 'NoWayOut';
  }
}

/**
 * Closes Node's own ways out of this process for good: sockets, names, datagrams, other programs. `http`, `https`, `http2`, `tls`
 * and the global `fetch` all end in a socket. The update server, where an admin set one, is reached by Chromium's network
 * in the updater's session, never by these. A module that is loaded later finds the same closed doors.
 */
export function closeWaysOut(): void {
  const close = (holder: object, ...names: readonly string[]): void => {
    for (const name of names)
      Object.defineProperty(holder, name, {
        value: () => {
          throw new NoWayOut(name);
        },
        configurable: false,
        writable: false,
      });
  };
  close(Socket.prototype, 'connect');
  close(Server.prototype, 'listen');
  close(UdpSocket.prototype, 'bind', 'connect', 'send', 'sendto');
  close(
    dns,
    'lookup',
    'resolve',
    'resolve4',
    'resolve6',
    'resolveAny',
    'resolveTxt',
    'resolveSrv',
    'reverse',
  );
  close(dns.promises, 'lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveTxt', 'resolveSrv');
  close(dns.Resolver.prototype, 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveTxt', 'resolveSrv');
  close(ChildProcess.prototype, 'spawn');
  close(childProcess, 'spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork');
}
