/** The command for an EST server, as a registrar calls it, against one that does what RFC 7030 says. */
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CertificateRequest, readRequest } from '../fleet/registrar/certificate-request.ts'
import { openExternalAuthority } from '../fleet/registrar/external-authority.ts'
import { openOwnAuthority } from '../fleet/registrar/own-authority.ts'
import { pemBlocks } from '../fleet/registrar/proofs.ts'
import { FakeClaimant } from '../fleet/registrar/testing.ts'

const SCRIPT = join(import.meta.dirname, 'est-authority')
const SUBJECT = { device: 'till-1', fleet: 'shop' }
const USER = `Basic ${Buffer.from('registrar:good').toString('base64')}`

let directory: string
let server: Server
/** What it answers instead. */
let status = 200
const path = (name: string) => join(directory, name)

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-est-'))
  const authority = await openOwnAuthority({ directory }, Date.now())
  openssl('req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /CN=server')
  const spki = openssl('req -in server.csr -noout -pubkey')
  const der = Buffer.from(spki.replace(/-----.*-----|\s/g, ''), 'base64')
  const { certificates } = await authority.issueForServer(new Uint8Array(der), ['localhost'], Date.now())
  const key = await readFile(path('server.key'))
  server = createServer({ key, cert: certificates }, (request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, resolve))
  await writeFile(path('netrc'), 'machine localhost login registrar password good\n', { mode: 0o600 })
})
afterAll(async () => {
  server.close()
  await rm(directory, { recursive: true })
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const body = await text(request)
  const isAsked =
    request.method === 'POST' &&
    request.url === '/.well-known/est/simpleenroll' &&
    request.headers['content-type'] === 'application/pkcs10'
  if (!isAsked || status !== 200) return response.writeHead(isAsked ? status : 404).end()
  if (request.headers.authorization !== USER) return response.writeHead(401).end()
  await writeFile(path('device.csr'), Buffer.from(body, 'base64'))
  // As it asks to be called.
  openssl(
    'x509 -req -inform DER -in device.csr -CA authority.pem -CAkey authority.key -set_serial 9 -days 1 -out device.pem',
  )
  openssl('crl2pkcs7 -nocrl -certfile device.pem -outform DER -out device.p7')
  response.writeHead(200, { 'content-type': 'application/pkcs7-mime; smime-type=certs-only' })
  return response.end((await readFile(path('device.p7'))).toString('base64').replace(/.{76}/g, '$&\r\n'))
}

function openssl(words: string): string {
  return execFileSync('openssl', words.split(' '), { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] }).toString()
}

async function issued(request: CertificateRequest, ...more: string[]) {
  const { port } = server.address() as AddressInfo
  const est = [`EST_URL=https://localhost:${port}/.well-known/est`, `EST_CA=${path('authority.pem')}`, ...more]
  const authority = await openExternalAuthority({
    command: ['env', ...est, SCRIPT],
    certificateFile: path('authority.pem'),
  })
  return authority.issue(request, SUBJECT, Date.now())
}

async function requestOf(subject: string): Promise<CertificateRequest> {
  const device = await FakeClaimant.make(subject)
  return readRequest(device.request, device.encryptionKey)
}

it('has a certificate made for the device, and gives what stands between along', async () => {
  const netrc = `EST_NETRC=${path('netrc')}`
  const request = await requestOf('CN=till-1')
  const { certificates } = await issued(request, netrc)
  expect(new X509Certificate(certificates).subject).toBe('CN=till-1')
  const chained = await issued(request, netrc, `EST_CHAIN=${path('authority.pem')}`)
  expect(pemBlocks(chained.certificates)).toHaveLength(2)
  expect(chained.certificates.endsWith(await readFile(path('authority.pem'), 'utf8'))).toBe(true)
  // A server that calls a device as it asks is no use where that does not know yet who it is to be.
  await expect(issued(await requestOf('CN=0123'), netrc)).rejects.toThrow('for another name than till-1')
})

it('says what the server has answered when that is no certificate', async () => {
  const request = await requestOf('CN=till-1')
  await expect(issued(request)).rejects.toThrow('the EST server answered 401')
  status = 202
  await expect(issued(request)).rejects.toThrow('the EST server answered 202')
  await expect(issued(request, 'EST_CA=/dev/null')).rejects.toThrow(/curl: \(\d+\)/)
  await expect(issued(request, 'EST_URL=')).rejects.toThrow('EST_URL: is needed')
})
