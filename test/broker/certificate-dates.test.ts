/** Certificates of another time: whether it is the clock or the certificate. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { createServer } from 'node:tls'
import { expect, it } from 'vitest'
import { lookAtBroker } from '../../agent/doctor/look-at-broker.ts'
import * as x509 from '../../fleet/registrar/x509.ts'

const DAY_MS = 24 * 3_600_000

it.each([
  ['has ended', -10, -1, 'the certificate of the broker has to be renewed'],
  ['has not begun', 1, 10, 'The clock is behind'],
])('of a certificate that %s it tells the dates and what to do', async (_, from, to, advice) => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
  const pkcs8 = Uint8Array.from(pair.privateKey.export({ type: 'pkcs8', format: 'der' }))
  const spki = Uint8Array.from(pair.publicKey.export({ type: 'spki', format: 'der' }))
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    notBefore: new Date(Date.now() + from * DAY_MS),
    notAfter: new Date(Date.now() + to * DAY_MS),
    signingAlgorithm: p256,
    keys: {
      privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, p256, true, ['sign']),
      publicKey: await crypto.subtle.importKey('spki', spki, p256, true, ['verify']),
    },
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  })
  const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const cert = certificate.toString('pem')
  const dir = await mkdtemp(`${tmpdir()}/hf-dates-`)
  await writeFile(`${dir}/ca.pem`, cert)
  const server = createServer({ key, cert }, (socket) => socket.on('error', () => undefined).resume())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const url = `mqtts://localhost:${(server.address() as AddressInfo).port}`
    const endpoint = { url, caFile: `${dir}/ca.pem` }
    const findings = await lookAtBroker({ endpoint, clientId: 'd1', env: {}, limitMs: 5000, nowMs: Date.now() })
    const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
    expect(findings.filter(({ layer }) => layer === 'tls')).toMatchObject([
      { state: 'wrong', what: expect.stringContaining(`from ${day(from)}`), advice: expect.stringContaining(advice) },
    ])
  } finally {
    await new Promise((resolve) => server.close(resolve))
    await rm(dir, { recursive: true })
  }
})
