import crypto, { generateKeyPairSync, sign, verify } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { verifyOnce } from './verify-once.ts'

it('changes no answer, whoever asks and however often, and finds each only once', () => {
  const [ours, theirs] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
  const message = Buffer.from('the message')
  const signature = sign(null, message, ours.privateKey)
  const tampered = Uint8Array.from(signature, (byte, index) => (index === 0 ? byte ^ 1 : byte))
  const ask = () => [
    verify(null, message, ours.publicKey, signature),
    verify(null, message, theirs.publicKey, signature),
    verify(null, message, ours.publicKey, tampered),
    verify(null, Buffer.from('the messagf'), ours.publicKey, signature),
    // The same bytes, with another end of the message.
    verify(null, message.subarray(0, -1), ours.publicKey, Buffer.concat([message.subarray(-1), signature])),
    verify(null, Uint8Array.from(message), ours.publicKey, signature),
  ]
  const before = ask()
  expect(before).toEqual([true, false, false, false, false, true])
  const whole = vi.spyOn(crypto, 'verify')
  verifyOnce()
  expect([ask(), ask(), ask()]).toEqual([before, before, before])
  // A message that is no buffer is nobody's here: it is verified each time.
  expect(whole).toHaveBeenCalledTimes(5 + 3)
})
