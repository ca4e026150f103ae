/**
 * The port to the machine underneath: its type, its files, its power and its processes.
 *
 * Invariant: that of all ports (`ports.ts`).
 */

/** The machine underneath. */
export interface HostPort {
  /** As the device's configuration says; empty if it does not. */
  deviceType(): string
  exists(path: string): Promise<boolean>
  /** Ends this boot; resolves when the order has been given. */
  reboot(): Promise<void>
  /** Switches the machine off; resolves when the order has been given. */
  shutdown(): Promise<void>
  /**
   * Ends the processes that still belong to a container that the engine has forgotten.
   * @param container its id
   * @returns how many; 0 where processes cannot be seen
   */
  endProcesses(container: string): Promise<number>
}
