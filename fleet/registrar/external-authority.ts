/**
 * An authority elsewhere, asked by a command of the operator's.
 *
 * Invariant: what the command answers is only taken when it is for the request's key and the device's name, one of the
 * authority's own certificates leads to it, and an answer has room for it.
 */
import { spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { deviceInSubject, MAX_BETWEEN } from '../../protocol/certificate-name.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { readBytes } from '../signing/files.ts'
import { checkRoomBeside, lackOfRoom, MOST_OF_ONE } from './answer-room.ts'
import { type Authority, type Issued, plainSerial, type Subject } from './authority.ts'
import type { CertificateRequest } from './certificate-request.ts'
import { pem } from './pem.ts'
import { isIssuedBy, pemBlocks } from './proofs.ts'
import { openRevoker } from './revocation.ts'

const TIMEOUT_MS = 30_000
const MOST_BYTES = 64 * 1024

export interface ExternalAuthorityOptions {
  /** Program and arguments. It gets the request as PEM on standard input, and HOLDFAST_DEVICE and HOLDFAST_FLEET. */
  command: readonly [string, ...string[]]
  /** PEM: its root, and what stands between that and the devices. */
  certificateFile: string
  /** Files with which devices are told that an identity was taken back, so that they wipe it; absent: they are not. */
  revoker?: { keyFile: string; certificateFile: string } | undefined
}

/** @throws HF_FILE_UNREADABLE, HF_FILE_INVALID, HF_KEY_INVALID */
export async function openExternalAuthority(options: ExternalAuthorityOptions): Promise<Authority> {
  const certificate = (await readBytes(options.certificateFile)).toString('utf8')
  const trusted = parse(
    certificate,
    (cause) =>
      new HoldfastError('HF_FILE_INVALID', 'holds what is no certificate', { place: options.certificateFile, cause }),
  )
  if (trusted.length === 0)
    throw new HoldfastError('HF_FILE_INVALID', 'holds no certificate', { place: options.certificateFile })
  checkRoomBeside(certificate, options.certificateFile)
  return {
    isElsewhere: true,
    certificate,
    issue: async (request, subject, nowMs) => {
      const issued = examine(await run(options.command, request, subject), request, subject, trusted, nowMs)
      const lack = lackOfRoom(issued.certificates, certificate)
      if (lack !== null) throw failed(`its command answered with ${lack}`)
      return issued
    },
    // It publishes its own.
    revocationList: async () => null,
    signRevocation: options.revoker === undefined ? async () => null : await openRevoker(options.revoker, trusted),
  }
}

/** What was answered, if it is what was asked for. */
function examine(
  answer: string,
  request: CertificateRequest,
  { device }: Subject,
  trusted: readonly X509Certificate[],
  nowMs: number,
): Issued {
  const chain = parse(answer, (cause) => failed('its command answered with a certificate that cannot be read', cause))
  const [own, ...between] = chain
  if (own === undefined) throw failed('its command answered without a certificate')
  if (between.length > MAX_BETWEEN)
    throw failed(`its command answered with ${between.length} others; a device takes ${MAX_BETWEEN}`)
  const isLinked = chain.every((one, at) => (between[at] === undefined ? true : isIssuedBy(one, between[at])))
  if (!isLinked || !trusted.some((root) => isIssuedBy(chain.at(-1)!, root)))
    throw failed('its command answered with a certificate that the authority has not signed')
  if (!own.publicKey.export({ type: 'spki', format: 'der' }).equals(Buffer.from(request.publicKey)))
    throw failed('its command answered with a certificate for another key')
  if (deviceInSubject(own.subject) !== device)
    throw failed(`its command answered with a certificate for another name than ${device}`)
  if (own.raw.byteLength > MOST_OF_ONE)
    throw failed(
      `its command answered with a certificate of ${own.raw.byteLength} bytes; a device can show ${MOST_OF_ONE}`,
    )
  const notAfterMs = new Date(own.validTo).getTime()
  if (notAfterMs <= nowMs) throw failed('its command answered with a certificate that has ended')
  return {
    certificates: chain.map((one) => one.toString()).join(''),
    serialNumber: plainSerial(own.serialNumber),
    notBeforeMs: new Date(own.validFrom).getTime(),
    notAfterMs,
  }
}

function parse(text: string, fault: (cause: unknown) => HoldfastError): X509Certificate[] {
  try {
    return pemBlocks(text).map((block) => new X509Certificate(block))
  } catch (cause) {
    throw fault(cause)
  }
}

function run(
  [program, ...words]: readonly [string, ...string[]],
  request: CertificateRequest,
  subject: Subject,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, HOLDFAST_DEVICE: subject.device, HOLDFAST_FLEET: subject.fleet },
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (bytes: Buffer) => {
      if (out.length + bytes.byteLength <= MOST_BYTES) out += bytes.toString('latin1')
      else if (child.kill('SIGKILL')) reject(failed(`its command answered with more than ${MOST_BYTES} bytes`))
    })
    child.stderr.on('data', (bytes: Buffer) => {
      err = (err + bytes.toString('utf8')).slice(-300)
    })
    child.once('error', (cause) => reject(failed('its command cannot be run', cause)))
    child.once('close', (code, signal) => {
      if (code === 0) resolve(out)
      else reject(failed(`its command ended with ${code ?? signal}: ${err.trim()}`))
    })
    // A command that does not read is told by its answer.
    child.stdin.on('error', () => {})
    child.stdin.end(pem('CERTIFICATE REQUEST', request.der))
  })
}

function failed(why: string, cause?: unknown): HoldfastError {
  return new HoldfastError('HF_AUTHORITY_FAILED', why, { place: 'authority', cause })
}
