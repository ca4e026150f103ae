import { expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { engineError, statusOf, wordsOf } from './docker-errors.ts'

const socketError = (code: string) => Object.assign(new Error(`connect ${code} /x/docker.sock`), { code })
const answer = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), { statusCode, json: { message } })

it.each([
  ['nobody listens', socketError('ECONNREFUSED'), 'HF_ENGINE_UNAVAILABLE', 'nobody listens'],
  ['no socket', socketError('ENOENT'), 'HF_ENGINE_UNAVAILABLE', 'does not exist'],
  ['no permission', socketError('EACCES'), 'HF_ENGINE_UNAVAILABLE', 'may not open'],
  ['cut off', socketError('ECONNRESET'), 'HF_ENGINE_UNAVAILABLE', 'broke the connection'],
  ['a proxy without an engine', answer(503, 'no backend'), 'HF_ENGINE_UNAVAILABLE', 'no backend'],
  ['a refusal', answer(409, 'is in use'), 'HF_ENGINE_FAILED', 'the engine did not remove it: is in use'],
  ['a fault of the engine', answer(500, 'driver failed'), 'HF_ENGINE_FAILED', 'driver failed'],
  ['not HTTP', socketError('HPE_INVALID_CONSTANT'), 'HF_ENGINE_FAILED', 'HPE_INVALID_CONSTANT'],
  ['a thrown string', 'odd', 'HF_ENGINE_FAILED', 'odd'],
  ['a thrown null', null, 'HF_ENGINE_FAILED', 'null'],
])('%s', (_, error, code, words) => {
  const ours = engineError(error, 'remove it')
  expect(ours).toMatchObject({ code, cause: error })
  expect(ours.message).toContain(words)
})

it('leaves what is ours as it is', () => {
  const ours = new HoldfastError('HF_CANCELLED', 'given up')
  expect(engineError(ours, 'remove it')).toBe(ours)
})

it('takes the engine’s own words, and its status', () => {
  expect(wordsOf(answer(404, ' no such volume '))).toBe('no such volume')
  expect(wordsOf(new Error('plain'))).toBe('plain')
  expect([statusOf(answer(404, '')), statusOf(socketError('ENOENT')), statusOf(null)]).toEqual([404, null, null])
})
