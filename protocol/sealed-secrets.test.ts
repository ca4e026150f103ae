import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { rawKeyOf } from './hpke.ts'
import { checkSecrets, MAX_SECRET_BYTES, openSecret, sealSecret } from './sealed-secrets.ts'
import type { Secrets } from './types.ts'

const text = (words: string) => new TextEncoder().encode(words)
const { privateKey } = generateKeyPairSync('x25519')
const key = rawKeyOf(privateKey)
const sealed = sealSecret(key, 'till-1', 'db-password', text('hunter2'))
const good: Secrets = {
  device: 'till-1',
  revision: 1,
  secrets: [sealed],
  variables: { SITE: 'berlin', 'web:PORT': '80' },
}

it('opens what was sealed for this device and name', () => {
  expect(openSecret(privateKey, 'till-1', sealed)).toEqual(text('hunter2'))
  expect(checkSecrets(good)).toBe(good)
})

it('opens nothing for another device, name or key, and says nothing of it', () => {
  const other = generateKeyPairSync('x25519').privateKey
  const attempts = [
    () => openSecret(privateKey, 'till-2', sealed),
    () => openSecret(privateKey, 'till-1', { ...sealed, name: 'api-key' }),
    () => openSecret(other, 'till-1', sealed),
  ]
  for (const attempt of attempts) {
    expect(attempt).toThrow(expect.objectContaining({ code: 'HF_SECRET_UNREADABLE' }))
    expect(attempt).not.toThrow(expect.objectContaining({ cause: expect.anything() }))
  }
})

const refused: [string, Secrets, string][] = [
  ['no device', { ...good, device: '' }, 'secrets.device'],
  ['a device with a topic in it', { ...good, device: 'a/b' }, 'secrets.device'],
  ['no revision', { ...good, revision: 0 }, 'secrets.revision'],
  ['a path for a name', { ...good, secrets: [{ ...sealed, name: '../etc/passwd' }] }, 'secrets[0]'],
  ['a name twice', { ...good, secrets: [sealed, sealed] }, 'secrets[1]'],
  ['a short key', { ...good, secrets: [{ ...sealed, encapsulatedKey: key.subarray(1) }] }, 'secrets[0]'],
  ['no tag', { ...good, secrets: [{ ...sealed, ciphertext: new Uint8Array(15) }] }, 'secrets[0]'],
  [
    'a value too long',
    { ...good, secrets: [{ ...sealed, ciphertext: new Uint8Array(MAX_SECRET_BYTES + 17) }] },
    'secrets[0]',
  ],
]

it.each(refused)('refuses %s', (_, secrets, place) => {
  expect(() => checkSecrets(secrets)).toThrow(expect.objectContaining({ code: 'HF_SECRET_INVALID', place }))
})
