import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { Subject } from 'rxjs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Reach } from '../../machines/link-port.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { httpReach } from './http-reach.ts'
import { reachability } from './reachability.ts'

const never = new AbortController().signal

async function served(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}/generate_204`
}

describe('a look beyond the link', () => {
  const look = (url: string, limitMs = 5_000) => httpReach({ clock: systemClock(), url, limitMs }).probe(never)

  it.each(['127.0.0.1', '::1'])('is answered as it was asked, at %s', async (host) => {
    const url = await served((_, answer) => answer.writeHead(204).end(), host)
    expect(await look(url)).toMatchObject({ outcome: 'reachable' })
  })

  it.each([200, 302, 511])('notices a page to log in at by its %d', async (status) => {
    const url = await served((_, answer) =>
      answer.writeHead(status, { location: 'http://login.example/' }).end('Log in'),
    )
    expect(await look(url)).toMatchObject({ outcome: 'captive', fault: { code: 'HF_NETWORK_CAPTIVE' } })
  })

  it.each([
    ['with a head that is longer than is read', `HTTP/1.1 204 No Content\r\nSet-Cookie: ${'x'.repeat(8_000)}\r\n\r\n`],
    ['with what is no HTTP', '<html>Log in</html>'],
  ])('notices whoever answers %s', async (_, words) => {
    const url = await served(({ socket }) => void socket.end(words))
    expect(await look(url)).toMatchObject({ outcome: 'captive', fault: { code: 'HF_NETWORK_CAPTIVE' } })
  })

  it('says that nobody answers', async () => {
    const url = await served((request) => request.socket.destroy())
    expect(await look(url)).toMatchObject({ outcome: 'unreachable', fault: { code: 'HF_NETWORK_UNREACHABLE' } })
    const cut = await served(({ socket }) => void socket.end('HTTP/1.1 204 No Con'))
    expect(await look(cut)).toMatchObject({ outcome: 'unreachable' })
    expect(await look('http://127.0.0.1:1/')).toMatchObject({ outcome: 'unreachable' })
    const silent = await served(() => {})
    expect(await look(silent, 50)).toMatchObject({ outcome: 'unreachable', fault: { message: 'no answer within 0 s' } })
  })

  it('can be given up', async () => {
    const url = await served(() => {})
    const stop = new AbortController()
    const looking = httpReach({ clock: systemClock(), url }).probe(stop.signal)
    stop.abort()
    await expect(looking).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  })
})

it('nobody looks while the broker is connected; else at once, and then every so often', async () => {
  const clock = new VirtualClock()
  const reach: Reach = { outcome: 'reachable', roundTripMs: 1 }
  const probe = vi.fn(async () => reach)
  const connected = new Subject<boolean>()
  const seen = vi.fn()
  const subscription = reachability({ port: { probe }, clock, everyMs: 60_000, connected }).subscribe(seen)
  connected.next(true)
  await clock.advance(3_600_000)
  expect(probe).not.toHaveBeenCalled()
  connected.next(false)
  await clock.advance(150_000)
  expect(seen).toHaveBeenCalledTimes(3)
  connected.next(false)
  await clock.advance(1)
  expect(seen).toHaveBeenCalledTimes(4)
  connected.next(true)
  await clock.advance(3_600_000)
  expect(seen).toHaveBeenCalledTimes(4)
  subscription.unsubscribe()
})
