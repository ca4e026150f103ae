/** What a registry asks for, alone or as one of several, and what cannot be answered. */
import { expect, it } from 'vitest'
import { parseChallenge } from './registry-challenge.ts'

const BEARER = 'Bearer realm="https://tokens.test/token",service="it",scope="repository:a/b:pull"'
const bearer = (parameters: object = { service: 'it', scope: 'repository:a/b:pull' }) => ({
  scheme: 'bearer',
  realm: new URL('https://tokens.test/token'),
  parameters,
})

it.each([
  ['Basic realm="it"', { scheme: 'basic' }],
  ['BASIC', { scheme: 'basic' }],
  [BEARER, bearer()],
  ['bearer realm=https://tokens.test/token, service=it', bearer({ service: 'it' })],
  // Several headers come as one, too; a token can be had without a password.
  [`${BEARER}, Basic realm="it"`, bearer()],
  [`Basic realm="it", ${BEARER}`, bearer()],
  ['Negotiate, Basic realm="it"', { scheme: 'basic' }],
  [`Negotiate YII/abc+9==, ${BEARER}`, bearer()],
  [`Custom x5="it", ${BEARER}`, bearer()],
  [`${BEARER},x5=it`, bearer({ service: 'it', scope: 'repository:a/b:pull', x5: 'it' })],
  ['Bearer realm="nowhere", Basic realm="it"', { scheme: 'basic' }],
  ['Basic realm="say \\"Bearer realm=x\\", please"', { scheme: 'basic' }],
  [
    'Bearer realm="https://tokens.test/token",error="invalid_token",error_description="a \\"b\\", c"',
    bearer({ error: 'invalid_token', error_description: 'a "b", c' }),
  ],
  ['Bearer service="it"', null],
  ['Negotiate', null],
  ['', null],
  [null, null],
])('%j', (header, challenge) => expect(parseChallenge(header)).toEqual(challenge))
