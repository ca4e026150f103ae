/**
 * The links port on Linux: the kernel's tables, read whenever it says that something has changed.
 *
 * Invariant: a storm of changes costs a bounded number of readings; equal readings are told once.
 */
import { readdir, readFile, readlink } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { distinctUntilChanged, type Observable } from 'rxjs'
import type { LinkFact, LinkReading, LinksPort } from '../../machines/link-port.ts'
import type { ClockPort } from '../../machines/ports.ts'
import { coalesce } from '../ingress/coalesce.ts'
import { defaultRoutes4, defaultRoutes6, type InterfaceText, linksIn, signalIn } from './link-reading.ts'

/** An interface that comes up says a dozen things. */
const REST_MS = 200

export interface KernelLinksOptions {
  clock: ClockPort
  /** Whenever the kernel says something. */
  changes: Observable<void>
  /** Default "/". */
  root?: string
}

export function kernelLinks({ clock, changes, root = '/' }: KernelLinksOptions): LinksPort {
  const sys = join(root, 'sys/class/net')
  const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '') // it has gone, or says nothing
  const statistic = async (name: string, which: string): Promise<number> =>
    Number(await text(join(sys, name, 'statistics', which)))

  const interfaceText = async (name: string): Promise<InterfaceText> => ({
    name,
    type: await text(join(sys, name, 'type')),
    uevent: await text(join(sys, name, 'uevent')),
    carrier: await text(join(sys, name, 'carrier')),
    hasMaster: await readlink(join(sys, name, 'master')).then(
      () => true,
      () => false,
    ),
  })

  const look = async (): Promise<LinkFact[]> => {
    const names = await readdir(sys).catch(() => [])
    const interfaces = await Promise.all(names.map(interfaceText))
    const routes = [
      ...defaultRoutes4(await text(join(root, 'proc/self/net/route'))),
      ...defaultRoutes6(await text(join(root, 'proc/self/net/ipv6_route'))),
    ]
    return linksIn(interfaces, networkInterfaces(), routes)
  }

  return {
    links: () =>
      changes.pipe(
        coalesce(look, (signal) => clock.sleep(REST_MS, signal)),
        distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
      ),
    async read(name): Promise<LinkReading | null> {
      if ((await text(join(sys, name, 'type'))) === '') return null
      return {
        rxBytes: await statistic(name, 'rx_bytes'),
        txBytes: await statistic(name, 'tx_bytes'),
        signalDbm: signalIn(await text(join(root, 'proc/self/net/wireless')), name),
      }
    },
  }
}
