/**
 * A whole device in qemu, without hardware acceleration: it boots, and its power is cut.
 *
 * Invariant: a cut is SIGKILL of the machine, then the loss of what its disk had not flushed. Its network is
 * qemu's own: of the outside it reaches the loopback of this machine, as 10.0.2.2.
 */
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, type Server, server } from '../../rig/process.ts'
import type { Fate } from '../block-disk.ts'
import { serveDisk } from '../nbd-server.ts'
import { CuttableDisk } from './cuttable-disk.ts'
import type { GuestImage } from './guest-image.ts'

/** This machine, as the guest sees it. */
export const HOST = '10.0.2.2'

export class Guest {
  readonly #ground: string
  readonly #image: GuestImage
  readonly #disk: CuttableDisk
  readonly #ports: { web: number; engine: number }
  #off: () => Promise<void> = async () => {}

  private constructor(ground: string, image: GuestImage, disk: CuttableDisk, ports: { web: number; engine: number }) {
    this.#ground = ground
    this.#image = image
    this.#disk = disk
    this.#ports = ports
  }

  /** @param data the raw image of its data disk */
  static async of(ground: string, image: GuestImage, data: string): Promise<Guest> {
    return new Guest(ground, image, new CuttableDisk(data), { web: await freePort(), engine: await freePort() })
  }

  /** Its engine's API. */
  get engine(): string {
    return `http://127.0.0.1:${this.#ports.engine}`
  }

  /** What its application serves on port 8080. */
  get web(): string {
    return `http://127.0.0.1:${this.#ports.web}`
  }

  get console(): string {
    return join(this.#ground, 'console.log')
  }

  async powerOn(): Promise<void> {
    const socket = join(this.#ground, 'disk.sock')
    await rm(socket, { force: true })
    const served = await serveDisk(this.#disk, socket)
    const machine = server({
      command: 'nice',
      args: ['-n', '5', 'qemu-system-x86_64', ...this.#flags(socket)],
      log: join(this.#ground, 'qemu.log'),
      ready: async () => true,
    })
    await machine.start()
    this.#off = () => end(machine, served)
  }

  /** Resolves in the next moment in which a cut would take something from the disk. */
  somethingUnflushed(): Promise<void> {
    return this.#disk.somethingUnflushed()
  }

  /** @returns how many writes no flush had covered */
  async powerCut(fate: Fate, random: () => number): Promise<number> {
    await this.#off()
    this.#off = async () => {}
    return this.#disk.cut(fate, random)
  }

  async close(): Promise<void> {
    await this.#off()
    this.#disk.close()
  }

  /** The end of what it has written on its console. */
  async lastWords(): Promise<string> {
    let text = ''
    for await (const chunk of createReadStream(this.console, 'utf8')) text = (text + String(chunk)).slice(-4000)
    return text
  }

  #flags(socket: string): string[] {
    const { kernel, initrd, root } = this.#image
    const { web, engine } = this.#ports
    const forward = [`hostfwd=tcp:127.0.0.1:${web}-:8080`, `hostfwd=tcp:127.0.0.1:${engine}-:2375`]
    return [
      ['-accel', 'tcg', '-cpu', 'max', '-smp', '1', '-m', '1024', '-display', 'none', '-no-reboot'],
      ['-kernel', kernel, '-initrd', initrd],
      ['-append', 'console=ttyS0 quiet panic=-1'],
      ['-drive', `file=${root},format=raw,if=none,id=root,snapshot=on`],
      ['-blockdev', `driver=nbd,node-name=data,server.type=unix,server.path=${socket}`],
      // In this order they are /dev/vda and /dev/vdb.
      ['-device', 'virtio-blk-pci,drive=root', '-device', 'virtio-blk-pci,drive=data'],
      ['-device', 'virtio-rng-pci'],
      ['-netdev', `user,id=net,${forward.join(',')}`, '-device', 'virtio-net-pci,netdev=net'],
      ['-chardev', `file,id=console,path=${this.console},append=on`, '-serial', 'chardev:console'],
    ].flat()
  }
}

async function end(machine: Server, served: { close(): Promise<void> }): Promise<void> {
  // At once: the disk is to hear nothing more of what the machine still says.
  await Promise.all([served.close(), machine.end('SIGKILL')])
}
