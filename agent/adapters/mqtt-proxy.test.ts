/** A proxy that the target names: it counts from the next connection on, and no more once it is gone back from. */
import { type AddressInfo, createServer } from 'node:net'
import { Aedes } from 'aedes'
import { firstValueFrom } from 'rxjs'
import { filter } from 'rxjs/operators'
import { afterEach, expect, it } from 'vitest'
import { type ProxyAddress, parseProxy } from '../reach/proxy.ts'
import { httpProxy, socksProxy } from '../reach/test-proxies.ts'
import { mqttBroker } from './mqtt.ts'
import { deviceOptions } from './mqtt-test-rig.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

it.each([
  ['http', httpProxy],
  ['socks5h', socksProxy],
] as const)('%s, with user and password, and whatever the configuration says of proxies', async (scheme, start) => {
  const aedes = await Aedes.createBroker()
  const server = createServer((socket) => void aedes.handle(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => new Promise<void>((resolve) => aedes.close(resolve)),
  )
  const { port } = server.address() as AddressInfo
  const login = { username: 'till', password: 'hunter2' }
  const proxy = await start({ to: port, login })
  const own = await httpProxy({ to: port })
  closing.push(proxy.close, own.close)
  const target = { ...parseProxy(`${scheme}://127.0.0.1:${proxy.port}`, '', 'refused'), ...login }
  let targets: ProxyAddress | null = null
  const device = mqttBroker({
    ...deviceOptions(port),
    protocol: '3.1.1',
    url: 'mqtt://only-the-proxy-knows.test',
    proxy: parseProxy(`http://127.0.0.1:${own.port}`, '', 'refused'),
    targetProxy: () => targets,
  })
  closing.push(() => device.close())
  const connected = (above: number) =>
    firstValueFrom(device.connection.pipe(filter((state) => state.connected && state.connection > above)))
  await connected(0)
  expect([own.asked.length, proxy.asked.length]).toEqual([1, 0])
  targets = target
  device.reconnect()
  await connected(1)
  expect([own.asked.length, proxy.asked]).toEqual([1, ['only-the-proxy-knows.test:1883']])
  targets = null
  device.reconnect()
  await connected(2)
  expect([own.asked.length, proxy.asked.length]).toEqual([2, 1])
})
