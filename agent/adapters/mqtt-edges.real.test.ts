/** What only a real broker and a real process can show: certificates, a broker that dies, a device that does. */
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { connectAsync } from 'mqtt'
import { firstValueFrom } from 'rxjs'
import { filter, timeout } from 'rxjs/operators'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startMosquitto } from '../../test/rig/mosquitto.ts'
import { freePort } from '../../test/rig/process.ts'
import { describeReal } from '../../test/rig/use-rig.ts'
import type { BrokerPort } from '../broker-port.ts'
import { mqttBroker } from './mqtt.ts'
import type { MqttBrokerOptions } from './mqtt-options.ts'
import { deviceOptions } from './mqtt-test-rig.ts'

describeReal('the MQTT adapter at the edges', () => {
  const closing: (() => Promise<unknown>)[] = []
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(`${tmpdir()}/hf-mqtt-`)
  })
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
    await rm(dir, { recursive: true })
  })

  function start(options: MqttBrokerOptions): BrokerPort {
    const port = mqttBroker(options)
    closing.push(() => port.close())
    return port
  }

  const firstState = (port: BrokerPort) =>
    firstValueFrom(
      port.connection.pipe(
        filter((connection) => connection.connected || connection.reason !== null),
        timeout(10_000),
      ),
    )
  const connected = (port: BrokerPort, least = 0) =>
    firstValueFrom(
      port.connection.pipe(
        filter((connection) => connection.connected && connection.connection >= least),
        timeout(10_000),
      ),
    )

  it('trusts the certificates of its file, and no others', async () => {
    const request =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost ' +
      `-addext subjectAltName=DNS:localhost -keyout ${dir}/key.pem -out ${dir}/cert.pem`
    await promisify(execFile)('openssl', request.split(' '))
    const port = await freePort()
    const broker = await startMosquitto([
      `listener ${port} 127.0.0.1`,
      `certfile ${dir}/cert.pem`,
      `keyfile ${dir}/key.pem`,
    ])
    closing.push(() => broker.stop())
    const options = { ...deviceOptions(port), url: `mqtts://localhost:${port}` }
    expect(await firstState(start(options))).toMatchObject({ reason: { code: 'HF_BROKER_REFUSED' } })
    expect(await firstState(start({ ...options, caFile: `${dir}/cert.pem` }))).toMatchObject({ connected: true })
    // Right certificate, wrong name.
    const misnamed = { ...options, url: `mqtts://127.0.0.1:${port}`, caFile: `${dir}/cert.pem` }
    expect(await firstState(start(misnamed))).toMatchObject({ reason: { code: 'HF_BROKER_REFUSED' } })
  })

  it('comes back to a broker that was killed and started again, and its publish in between failed', async () => {
    const broker = await startMosquitto()
    closing.push(() => broker.stop())
    const device = start(deviceOptions(Number(new URL(broker.address).port)))
    await connected(device)
    await broker.kill()
    await firstValueFrom(device.connection.pipe(filter((connection) => !connection.connected)))
    const sent = device.publish('hf/1/device/d1/report', Buffer.from('x'), {
      retain: true,
      qos: 1,
      signal: new AbortController().signal,
    })
    await expect(sent).rejects.toMatchObject({ code: 'HF_BROKER_UNAVAILABLE' })
    await broker.restart()
    expect(await connected(device, 2)).toMatchObject({ connection: 2 })
  })

  it('leaves the will of a process that was killed', async () => {
    const broker = await startMosquitto()
    closing.push(() => broker.stop())
    const operator = await connectAsync(broker.address, { reconnectPeriod: 0 })
    closing.push(() => operator.endAsync(true))
    const will = new Promise((resolve) => operator.once('message', (_topic, payload) => resolve(payload.toString())))
    await operator.subscribeAsync('hf/1/device/d1/presence', { qos: 1 })
    const script = `
      import { mqttBroker } from ${JSON.stringify(new URL('./mqtt.ts', import.meta.url).href)}
      import { deviceOptions } from ${JSON.stringify(new URL('./mqtt-test-rig.ts', import.meta.url).href)}
      mqttBroker(deviceOptions(${new URL(broker.address).port})).connection.subscribe((it) => {
        if (it.connected) console.log('connected')
      })`
    const device = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => device.stdout.once('data', resolve))
    device.kill('SIGKILL')
    expect(await will).toBe('dead 1')
  })
})
