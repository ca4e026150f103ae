import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { ByteClass, Health } from '../../protocol/enums.ts'
import type { Report } from '../../protocol/types.ts'
import { deviceMetrics } from './device-metrics.ts'
import { parseMetricsPlace, serveDeviceMetrics } from './serve-metrics.ts'

const report = decode<Report>(
  KINDS.Report,
  encode(KINDS.Report, {
    device: 'till-1',
    fleet: 'shop',
    agentVersion: '1.0',
    phase: 'waiting',
    current: { epoch: 6 },
    target: { epoch: 7 },
    blockers: [{ kind: 'lock' }, { kind: 'lock' }, { kind: 'window' }],
    services: [{ service: 'w"eb', health: Health.HEALTH_UNHEALTHY, restarts: 3 }],
    counters: { 'mqtt.refused': 2 },
    host: { diskFreeBytes: 5, diskTotalBytes: 9 },
    usage: { counts: [{ class: ByteClass.BYTE_CLASS_CONTENT, link: 'cellular', dayBytes: 77 }] },
  }),
)
const facts = { residentBytes: 70_000_000, cpuSeconds: 1.5, startSeconds: 1000 }

it('is OpenMetrics: names by its conventions, each line a number, the end marked', () => {
  const lines = deviceMetrics(report, facts).trimEnd().split('\n')
  expect(lines.at(-1)).toBe('# EOF')
  for (const line of [
    'holdfast_device_phase{phase="waiting"} 1',
    'holdfast_device_info{device="till-1",fleet="shop",version="1.0"} 1',
    'holdfast_device_current_epoch 6',
    'holdfast_device_blockers{kind="lock"} 2',
    'holdfast_device_service_unhealthy{service="w\\"eb"} 1',
    'holdfast_agent_events_total{event="mqtt.refused"} 2',
    'holdfast_device_day_traffic_bytes{class="content",link="cellular"} 77',
    'process_cpu_seconds_total 1.5',
  ])
    expect(lines).toContain(line)
  for (const line of lines)
    expect(line).toMatch(/^(# (TYPE|HELP) [a-z_]+ .+|# EOF|[a-z_]+(\{([a-z]+="(\\.|[^"\\])*",?)+\})? [\d.e+-]+)$/)
})

it('says nothing of a disk of which nothing is known: it is not full', () => {
  const lines = deviceMetrics({ ...report, host: null }, facts).split('\n')
  expect(lines.filter((line) => line.startsWith('holdfast_device_disk'))).toEqual([])
})

it('listens on loopback or a socket alone', () => {
  expect(parseMetricsPlace('127.0.0.1:9465')).toEqual({ host: '127.0.0.1', port: 9465 })
  expect(parseMetricsPlace('[::1]:9465')).toEqual({ host: '::1', port: 9465 })
  expect(parseMetricsPlace('/run/holdfast/metrics.sock')).toEqual({ path: '/run/holdfast/metrics.sock' })
  for (const text of ['0.0.0.0:9465', '192.168.7.1:9465', 'run/metrics.sock', 'localhost:9465', '127.0.0.1'])
    expect(() => parseMetricsPlace(text)).toThrow(expect.objectContaining({ code: 'HF_CONFIG_INVALID' }))
})

it('is served to who asks for it, on a socket too, and nothing else is', async () => {
  const text = (): Promise<string> => Promise.resolve(deviceMetrics(report, facts))
  const { server, close } = await serveDeviceMetrics({ host: '127.0.0.1', port: 0 }, text)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const answer = await fetch(`${url}/metrics`)
  expect(answer.headers.get('content-type')).toMatch(/openmetrics-text/)
  expect(await answer.text()).toContain('holdfast_device_target_epoch 7')
  expect((await fetch(`${url}/metrics?collect=all`)).status).toBe(200)
  expect((await fetch(`${url}/`)).status).toBe(404)
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404)
  await close()

  const folder = await mkdtemp(join(tmpdir(), 'holdfast-metrics-'))
  const socketPath = join(folder, 'metrics.sock')
  const local = await serveDeviceMetrics({ path: socketPath }, text)
  const status = await new Promise((resolve, reject) => {
    request({ socketPath, path: '/metrics' }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect(status).toBe(200)
  await local.close()
  await rm(folder, { recursive: true })
})
